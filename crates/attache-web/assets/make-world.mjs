// How are world.svg and centres.csv made again? From Natural Earth's outlines (public domain) as the npm package world-atlas (ISC) has them:
//   npm install --no-save world-atlas@2 topojson-client@3 i18n-iso-countries@7 d3-geo@3 && node make-world.mjs
// Both are in the Equal Earth projection (Šavrič, Patterson, Jenny 2018), 1000 units wide; the outlines are kept in tenths.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import countries from "i18n-iso-countries";

const require = createRequire(import.meta.url);
const atlas = (name) => {
  const topology = JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`)));
  return feature(topology, topology.objects.countries).features;
};
const projection = geoEqualEarth().fitSize([10000, 4600], { type: "Sphere" });
const path = geoPath(projection).digits(0);
const ANTARCTICA = "010";
// States that are no more stand where their capital was; Kosovo has no number of its own.
const FORMER = { SUN: [37.6, 55.8], YUG: [20.5, 44.8], DDR: [13.4, 52.5], CSK: [14.4, 50.1], YMD: [45.0, 12.8], VDR: [106.7, 10.8], XKX: [20.9, 42.6] };

// Each point relative to the one before: half as long.
function relative(outline) {
  let out = "";
  for (const ring of outline.split("M").slice(1)) {
    const points = ring.replace("Z", "").split("L").map((point) => point.split(",").map(Number));
    const steps = points.slice(1).map(([x, y], at) => [x - points[at][0], y - points[at][1]]).filter(([x, y]) => x || y);
    if (steps.length > 2) out += `M${points[0]}l${steps.join(" ")}z`;
  }
  return out;
}

const d = atlas("countries-110m").filter((state) => state.id !== ANTARCTICA).map((state) => relative(path(state))).join("");
writeFileSync("world.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10000 4600"><path fill="#888" fill-opacity=".22" stroke="#888" stroke-opacity=".5" stroke-width="5" d="${d}"/></svg>\n`);

const places = Object.fromEntries(Object.entries(FORMER).map(([state, place]) => [state, projection(place)]));
for (const state of atlas("countries-50m")) {
  const code = countries.numericToAlpha3(state.id);
  const { type, coordinates } = state.geometry;
  const polygons = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => ({ type: "Polygon", coordinates: rings }));
  const largest = polygons.sort((a, b) => geoArea(b) - geoArea(a))[0];
  if (code) places[code] = path.centroid(largest);
}
const rows = Object.entries(places).sort().map(([code, place]) => `${code},${place.map((n) => Math.round(n / 10)).join(",")}`);
writeFileSync("centres.csv", `state,x,y\n${rows.join("\n")}\n`);
