// How are world.svg and centres.csv made again? From Natural Earth's outlines (public domain) as the npm package world-atlas (ISC) has them:
//   npm install --no-save world-atlas@2 topojson-client@3 i18n-iso-countries@7 && node make-world.mjs
// Both are in the Equal Earth projection (Šavrič, Patterson, Jenny 2018), 1000 units wide.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";
import countries from "i18n-iso-countries";

const require = createRequire(import.meta.url);
const atlas = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`)));
// States that are no more stand where their capital was; Kosovo has no number of its own.
const FORMER = { SUN: [37.6, 55.8], YUG: [20.5, 44.8], DDR: [13.4, 52.5], CSK: [14.4, 50.1], YMD: [45.0, 12.8], VDR: [106.7, 10.8], XKX: [20.9, 42.6] };
const SCALE = 1000 / (2 * 2.7066299);

function project([longitude, latitude]) {
  const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
  const x = ((2 / Math.sqrt(3)) * ((longitude * Math.PI) / 180) * Math.cos(t)) / slope;
  const y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return [500 + SCALE * x, 245 - SCALE * y];
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : []);
// Tenths of a unit, each point relative to the one before: half as long.
const ring = (points) => {
  let out = "", [x, y] = [0, 0];
  for (const [u, v] of points.map((point) => project(point).map((n) => Math.round(n * 10)))) {
    if (!out) out = `M${u},${v}l`;
    else if (u !== x || v !== y) out += `${u - x},${v - y} `;
    [x, y] = [u, v];
  }
  return out.trimEnd() + "z";
};
const area = (points) => Math.abs(points.reduce((sum, [x, y], i) => { const [u, v] = points[(i + 1) % points.length]; return sum + x * v - u * y; }, 0)) / 2;
const centre = (points) => {
  let [a, cx, cy] = [0, 0, 0];
  points.forEach(([x, y], i) => { const [u, v] = points[(i + 1) % points.length]; const w = x * v - u * y; a += w; cx += (x + u) * w; cy += (y + v) * w; });
  return a ? [cx / (3 * a), cy / (3 * a)] : points[0];
};

const land = atlas("countries-110m");
const shapes = feature(land, land.objects.countries).features.filter((state) => state.id !== "010");
const d = shapes.flatMap((state) => polygons(state.geometry).map((polygon) => ring(polygon[0]))).join("");
writeFileSync("world.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10000 4600"><path fill="#888" fill-opacity=".22" stroke="#888" stroke-opacity=".5" stroke-width="5" d="${d}"/></svg>\n`);

const fine = atlas("countries-50m");
const places = { ...FORMER };
for (const state of feature(fine, fine.objects.countries).features) {
  const code = countries.numericToAlpha3(state.id);
  const largest = polygons(state.geometry).map((polygon) => polygon[0]).sort((a, b) => area(b) - area(a))[0];
  if (code && largest) places[code] = centre(largest);
}
const rows = Object.entries(places).sort().map(([code, place]) => `${code},${project(place).map((n) => Math.round(n)).join(",")}`);
writeFileSync("centres.csv", `state,x,y\n${rows.join("\n")}\n`);
