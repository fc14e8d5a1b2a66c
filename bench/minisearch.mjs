// A peer: MiniSearch over whole notes. `node bench/minisearch.mjs MODULE < {"notes": […], "queries": […]}`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: MiniSearch } = await import(pathToFileURL(process.argv[2]).href);
const { notes, queries } = JSON.parse(readFileSync(0, "utf8"));
const fields = ["title", "names", "summary", "body"];
const index = new MiniSearch({ fields, searchOptions: { boost: { title: 3, names: 3, summary: 2 }, prefix: true, fuzzy: 0.2 } });
index.addAll(notes);
console.log(JSON.stringify(queries.map((query) => index.search(query).map(({ id }) => id))));
