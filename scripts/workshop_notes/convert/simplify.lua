-- Reduces what a reader found to what the site's Markdown can say: no spans, flat table cells,
-- notes as notes, lists that follow each other as one list.

local RAISED = {
  ["0"] = "⁰", ["1"] = "¹", ["2"] = "²", ["3"] = "³", ["4"] = "⁴",
  ["5"] = "⁵", ["6"] = "⁶", ["7"] = "⁷", ["8"] = "⁸", ["9"] = "⁹",
}
local LOWERED = {
  ["0"] = "₀", ["1"] = "₁", ["2"] = "₂", ["3"] = "₃", ["4"] = "₄",
  ["5"] = "₅", ["6"] = "₆", ["7"] = "₇", ["8"] = "₈", ["9"] = "₉",
}
local notes = {}

local function content(element) return element.content end

local function shifted(digits)
  return function(element)
    local text = pandoc.utils.stringify(element)
    if text:match("^%d+$") and #element.content == 1 and element.content[1].t == "Str" then
      return pandoc.Str((text:gsub("%d", digits)))
    end
    return element.content
  end
end

local grid

-- A table cell holds one line of Markdown: blocks and list items become parts between breaks.
local function flat(blocks)
  local line = pandoc.Inlines {}
  local function add(inlines)
    if #inlines == 0 then return end
    if #line > 0 then line:insert(pandoc.LineBreak()) end
    line:extend(inlines)
  end
  local function walk(list, mark)
    for _, block in ipairs(list) do
      if block.t == "BulletList" or block.t == "OrderedList" then
        local number = block.t == "OrderedList" and block.listAttributes.start
        for index, item in ipairs(block.content) do
          walk(item, number and tostring(number + index - 1) .. "\u{F002E}" or "•")
        end
      elseif block.t == "Table" then
        for _, row in ipairs(grid(block)) do
          for column = 1, row.width do
            if row[column] then add(row[column]) end
          end
        end
      elseif block.content and block.content[1] and block.content[1].t and pandoc.utils.type(block.content) == "Inlines" then
        local inlines = block.content:clone()
        if mark ~= "" then
          inlines:insert(1, pandoc.Space())
          inlines:insert(1, pandoc.Str(mark))
          mark = ""
        end
        add(inlines)
      elseif block.content then
        walk(block.content, mark)
      elseif block.text then
        add(pandoc.Inlines { pandoc.Str(block.text) })
      end
    end
  end
  walk(blocks, "")
  return line:walk {
    LineBreak = function() return pandoc.RawInline("markdown", "<br>") end,
    SoftBreak = function() return pandoc.Space() end,
  }
end

-- Rows of equal width: a merged cell keeps its text in its first place and leaves the others empty.
function grid(tbl)
  local rows, filled = {}, {}
  local function add(list)
    for _, row in ipairs(list) do
      local at, line = #rows + 1, {}
      filled[at] = filled[at] or {}
      local column = 1
      for _, cell in ipairs(row.cells) do
        while filled[at][column] do column = column + 1 end
        line[column] = flat(cell.contents)
        for down = 0, cell.row_span - 1 do
          filled[at + down] = filled[at + down] or {}
          for right = 0, cell.col_span - 1 do filled[at + down][column + right] = true end
        end
        column = column + cell.col_span
      end
      line.width = column - 1
      rows[at] = line
    end
  end
  add(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do add(body.head); add(body.body) end
  add(tbl.foot.rows)
  return rows
end

-- A table of one column is a box around blocks.
local function cells_as_blocks(tbl)
  local out = pandoc.Blocks {}
  local function add(rows)
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do out:extend(cell.contents) end
    end
  end
  add(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do add(body.head); add(body.body) end
  add(tbl.foot.rows)
  return out
end

local function is_empty(tbl)
  local empty = true
  local function found() empty = false end
  tbl:walk { Str = found, Note = found }
  return empty
end

local function simple_table(tbl)
  local rows = grid(tbl)
  local width = 0
  for _, row in ipairs(rows) do
    width = math.max(width, row.width)
  end
  if is_empty(tbl) then return {} end
  if width == 1 then return cells_as_blocks(tbl) end
  local lines = {}
  for _, row in ipairs(rows) do
    local cells = {}
    for column = 1, width do cells[column] = row[column] or pandoc.Inlines {} end
    lines[#lines + 1] = cells
  end
  local aligned, widths, head = {}, {}, {}
  for column = 1, width do
    aligned[column], widths[column] = pandoc.AlignDefault, 0
    head[column] = { pandoc.Plain(lines[1][column]) }
  end
  local body = {}
  for at = 2, #lines do
    body[at - 1] = {}
    for column = 1, width do body[at - 1][column] = { pandoc.Plain(lines[at][column]) } end
  end
  local out = pandoc.Blocks(tbl.caption.long)
  out:insert(pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligned, widths, head, body)))
  return out
end

local function is_emphasis(inline) return inline and (inline.t == "Emph" or inline.t == "Strong") end

-- The marks of two emphases that touch would be read as one.
local function apart(inlines)
  local out = pandoc.Inlines {}
  for _, inline in ipairs(inlines) do
    if is_emphasis(inline) and is_emphasis(out[#out]) then
      out:extend(inline.content:walk { Emph = content, Strong = content })
    else
      out:insert(inline)
    end
  end
  return out
end

local function is_list(block) return block and (block.t == "BulletList" or block.t == "OrderedList") end

local function joined(blocks)
  local out = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local last = out[#out]
    if is_list(block) and is_list(last) and last.t == block.t
      and (block.t == "BulletList" or last.listAttributes.start + #last.content == block.listAttributes.start) then
      last.content:extend(block.content)
      out[#out] = last
    else
      out:insert(block)
    end
  end
  return out
end

-- Items of one paragraph each, sub-lists aside, belong together without blank lines.
local function tight(list)
  for _, item in ipairs(list.content) do
    for index, block in ipairs(item) do
      if not (index == 1 and (block.t == "Para" or block.t == "Plain") or index > 1 and is_list(block)) then
        return nil
      end
    end
  end
  list.content = list.content:map(function(item)
    return pandoc.Blocks(item):map(function(block)
      return block.t == "Para" and pandoc.Plain(block.content) or block
    end)
  end)
  return list
end

return {
  {
    Div = function(div)
      local number = div.identifier:match("^wn%-note%-(%d+)$")
      if number then
        notes[number] = div.content
        return {}
      end
      return div.content
    end,
  },
  {
    Span = function(span)
      local number = span.identifier:match("^wn%-mark%-(%d+)$")
      if number and notes[number] then return pandoc.Note(notes[number]) end
      local again = span.identifier:match("^wn%-again%-(%d+)$")
      if again then return pandoc.RawInline("markdown", "[^" .. again .. "]") end
      return span.content
    end,
  },
  {
    traverse = "topdown",
    Superscript = function(raised)
      local has_note = false
      raised:walk { Note = function() has_note = true end }
      if has_note then return raised.content end
      return shifted(RAISED)(raised)
    end,
    Subscript = shifted(LOWERED),
    Underline = content,
    SmallCaps = content,
    Strikeout = content,
    Code = function(code) return pandoc.Str(code.text) end,
    Link = function(link)
      if link.target == "" or link.target:sub(1, 1) == "#" then return link.content end
      return pandoc.Link(link.content, link.target)
    end,
    Image = function(image) return image.caption end,
    Figure = function(figure)
      local out = pandoc.Blocks(figure.content)
      out:extend(figure.caption.long)
      return out
    end,
  },
  {
    Header = function(header)
      local plain = header.content:walk {
        Strong = content,
        LineBreak = function() return pandoc.Space() end,
      }
      return pandoc.Header(header.level, plain)
    end,
    Table = simple_table,
    LineBlock = function(block)
      local line = pandoc.Inlines {}
      for index, inlines in ipairs(block.content) do
        if index > 1 then line:insert(pandoc.LineBreak()) end
        line:extend(inlines)
      end
      return pandoc.Para(line)
    end,
  },
  { Inlines = apart },
  { Blocks = joined },
  { BulletList = tight, OrderedList = tight },
}
