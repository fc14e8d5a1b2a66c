"""The table of ways to hide a text, each asked of a real browser, in one page."""

from __future__ import annotations

import json

from playwright.sync_api import Browser
from tests.originals.test_css import ways

# A text is seen where its box can be scrolled to, is hit there, and is told from its ground.
ONE = """
const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (color) => {
  paint.clearRect(0, 0, 1, 1);
  paint.fillStyle = color;
  paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data];
};
const over = (top, below) => below.map((low, at) => low + (top[at] - low) * (top[3] / 255));
const around = (element) => {
  const found = [];
  for (let one = element; one; one = one.parentElement) found.unshift(one);
  return found;
};
const sees = (element, view) => {
  const own = view.getComputedStyle(element);
  if (own.contentVisibility === "hidden" || own.webkitTextSecurity !== "none") return false;
  const boxed = own.display === "contents" ? element.parentElement : element;
  if (!boxed.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  boxed.scrollIntoView({ block: "center", inline: "center" });
  const range = view.document.createRange();
  range.selectNodeContents(element);
  const box = [...range.getClientRects()].find((one) => one.width > 1 && one.height > 1);
  if (!box) return false;
  let scale = 1, opacity = 1, ground = [255, 255, 255];
  for (const one of around(element)) {
    const style = view.getComputedStyle(one);
    opacity *= style.opacity * (/opacity\\(([\\d.]+)\\)/.exec(style.filter)?.[1] ?? 1);
    ground = over(rgba(style.backgroundColor), ground);
  }
  if (opacity <= 0.05 || box.height < 16 / 3) return false;
  const style = view.getComputedStyle(element);
  const ink = over(rgba(style.webkitTextFillColor), ground);
  if (Math.max(...ink.map((one, at) => Math.abs(one - ground[at]))) < 24) return false;
  const meets = (other) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
    && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 1;
  if (!meets(new DOMRect(0, 0, view.innerWidth, view.innerHeight))) return false;
  const styles = around(element).map((one) => [one, view.getComputedStyle(one)]);
  const cuts = styles.filter(([one, { overflow }]) => one !== view.document.body
    && one !== view.document.documentElement && overflow !== "visible");
  if (!cuts.every(([one]) => meets(one.getBoundingClientRect()))) return false;
  const clips = styles.some(([, one]) => one.clipPath !== "none" || one.clip !== "auto");
  return !clips || [0.2, 0.5, 0.8].some((share) => {
    const x = box.left + box.width * share, y = box.top + box.height / 2;
    return view.document.elementsFromPoint(x, y).includes(element);
  });
};
"""
SEES = f"""async (pages) => {{{ONE}
const seen = [];
for (const page of pages) {{
  const frame = document.createElement("iframe");
  frame.width = 1280; frame.height = 700;
  frame.srcdoc = "<!doctype html><style>* {{ pointer-events: auto !important }}</style>" + page;
  const loaded = new Promise((done) => frame.addEventListener("load", done));
  document.body.append(frame);
  await loaded;
  for (const one of frame.contentDocument.querySelectorAll("details")) {{
    if (one.querySelector("p")) one.open = true;
  }}
  const all = [...frame.contentDocument.body.querySelectorAll("*"), frame.contentDocument.body];
  const holds = (one) => [...one.childNodes].some(
    (node) => node.nodeType === 3 && node.data.includes("secret"));
  seen.push(sees(all.find(holds), frame.contentWindow));
  frame.remove();
}}
return seen;
}}
"""


def test_the_browser_hides_what_the_table_says(browser: Browser) -> None:
    listed = ways("hides", "shows")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    seen = page.evaluate(SEES, [text for _, text in listed])
    page.close()
    wrong = [text for (hides, text), sees in zip(listed, seen, strict=True) if sees is hides]
    assert not wrong, json.dumps(wrong, indent=1)
