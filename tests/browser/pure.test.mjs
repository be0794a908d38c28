// The page's pure modules, by `node --test`; tests/browser/test_pure_modules.py runs it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { countPlaces, makeHistograms } from "../../snapsort/web/static/counts.js";
import { NO_GROUP_COLOR, withRest } from "../../snapsort/web/static/map-colors.js";
import { choosePictures } from "../../snapsort/web/static/map-pick.js";
import { createHistory } from "../../snapsort/web/static/history.js";
import { chooseKeys, labelOfKey } from "../../snapsort/web/static/keymap.js";
import { makeOrder } from "../../snapsort/web/static/orders.js";
import { cutRanked } from "../../snapsort/web/static/likeness.js";
import { busiestPair, cutBetween, findBetween } from "../../snapsort/web/static/pairs.js";
import { Reason, UNDECIDED, findPlaces, isMove, rankLabels } from "../../snapsort/web/static/places.js";
import { findBeside, findRows, layOutRows, rowOf } from "../../snapsort/web/static/rows.js";
import { makeSections } from "../../snapsort/web/static/sections.js";
import { expectedErrors, percent } from "../../snapsort/web/static/words.js";
import { fitZoom, isWhole, panBy, zoomTo } from "../../snapsort/web/static/zoom.js";

const CATS = 0;
const DOGS = 1;
const OTHER = 2; // stays where it is
const LIMITS = {
  negative: Uint8Array.of(0, 0, 1),
  threshold: Float64Array.of(0.5, 0.7, 0.5),
  margin: Float64Array.of(0, 0.5, 0),
};
const ROWS = [
  [0.9, 0.06, 0.04], // surely a cat
  [0.45, 0.3, 0.25], // perhaps a cat
  [0.05, 0.8, 0.15], // a dog
  [0.3, 0.7, 0.0], // just below a dog's limit: in single precision, 0.7 is less
  [0.1, 0.2, 0.7], // neither
];

function judge(rows, { said = [], here = [] } = {}) {
  const ranked = rankLabels(Float32Array.from(rows.flat()), rows.length, 3);
  const fill = (known) => Int16Array.from(rows, (_, i) => known[i] ?? -1);
  const known = { said: fill(said), here: fill(here) };
  return { ranked, known, places: findPlaces(ranked, known, LIMITS) };
}

test("pictures on the map are as large as lets half of them be seen", () => {
  const size = { width: 600, height: 600 };
  const every = (step) => Float32Array.from({ length: 3 * 100 }, (_, i) => [(step * ((i / 3) % 10 | 0)), step * ((i / 30) | 0), 1][i % 3]);
  assert.deepEqual([choosePictures(every(66), size).px, choosePictures(every(66), size).chosen.length], [64, 100]);
  assert.deepEqual([choosePictures(every(51), size).px, choosePictures(every(51), size).chosen.length], [48, 100]);
  assert.equal(choosePictures(every(20), size).px, 34);
});

test("what is in no group of a map is a group of its own, named and gray", () => {
  const labels = [{ name: "cats", color: "red" }, { name: "dogs", color: "blue" }];
  const { groups, legend } = withRest(Int16Array.of(1, UNDECIDED, 0), labels, { name: "not sure", shape: 2 });
  assert.deepEqual([...groups], [1, 2, 0]);
  assert.deepEqual(legend[2], { name: "not sure", color: NO_GROUP_COLOR, shape: 2 });
});

test("the likeliest two labels are found, of equals the earlier ones", () => {
  const ranked = rankLabels(Float32Array.of(0.2, 0.4, 0.4, 1, 0, 0), 2, 3);
  assert.deepEqual([...ranked.best], [1, 0]);
  assert.deepEqual([...ranked.second], [2, 1]);
});

test("a picture goes when its label is sure enough and far enough ahead", () => {
  const { places } = judge(ROWS);
  assert.deepEqual([...places.place], [CATS, UNDECIDED, DOGS, UNDECIDED, OTHER]);
  const { SURE, BELOW_THRESHOLD, BELOW_MARGIN, NEGATIVE } = Reason;
  assert.deepEqual([...places.reason], [SURE, BELOW_THRESHOLD, SURE, BELOW_THRESHOLD, NEGATIVE]);
  assert.equal(judge([[0.35, 0.75, 0]]).places.reason[0], BELOW_MARGIN);
  assert.equal(judge([[0.5, 0.25, 0.25]]).places.reason[0], SURE); // exactly at the limit
});

test("what was said comes before where it lies, and that before probabilities", () => {
  const { places } = judge(ROWS, { said: [DOGS], here: [CATS, CATS] });
  assert.deepEqual([...places.place.slice(0, 2)], [DOGS, CATS]);
  assert.deepEqual([...places.reason.slice(0, 2)], [Reason.SAID, Reason.HERE]);
});

test("a picture moves unless it lies where it belongs", () => {
  assert.equal(isMove(CATS, -1, LIMITS), true);
  assert.equal(isMove(CATS, CATS, LIMITS), false);
  assert.equal(isMove(OTHER, -1, LIMITS), false);
  assert.equal(isMove(OTHER, CATS, LIMITS), true);
  assert.equal(isMove(UNDECIDED, -1, LIMITS), false);
});

test("counts say what moves, what stays, and how many are expected to be wrong", () => {
  const { ranked, places, known } = judge(ROWS, { said: [, , CATS] });
  const counts = countPlaces(ranked, places, known, LIMITS);
  assert.deepEqual([...counts.moves], [2, 0, 0]);
  assert.deepEqual([...counts.stays], [1, 1, 0]);
  assert.deepEqual([...counts.at], [2, 0, 1]);
  assert.equal(counts.wrong[CATS].toFixed(3), "0.100"); // what was said is not expected to be wrong
  assert.deepEqual([counts.moved, counts.undecided, counts.changed], [2, 2, 1]);
});

test("histograms hold each open picture once, below its likeliest label", () => {
  const { ranked, known } = judge([...ROWS, [1, 0, 0]], { here: [CATS] });
  const histograms = makeHistograms(ranked, known, 3, 4);
  assert.deepEqual(histograms.map((bins) => [...bins]), [[0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 1, 0]]);
});

test("pictures between two labels are in order of their share, and can be cut", () => {
  const rows = [[0.2, 0.7, 0.1], [0.6, 0.35, 0.05], [0.5, 0.1, 0.4], [0.55, 0.45, 0]];
  const probabilities = Float32Array.from(rows.flat());
  const ranked = rankLabels(probabilities, rows.length, 3);
  const between = findBetween(probabilities, ranked, { one: CATS, other: DOGS, k: 3 });
  assert.deepEqual([...between.pictures], [1, 3, 0]);
  assert.deepEqual([...cutBetween(between, 0.4, 0.5)], [3]);
  assert.deepEqual([...cutBetween(between, 0, 1)], [1, 3, 0]);
  assert.deepEqual([...cutBetween(between, between.shares[1], between.shares[1])], [3]);
  assert.deepEqual([...cutBetween(between, 0.95, 1)], []);
  assert.deepEqual(busiestPair(ranked, 3), [CATS, DOGS]);
});

test("sections hold each picture of the view once, in the order that is wanted", () => {
  const { ranked, places, known } = judge(ROWS, { here: [, , DOGS] });
  const data = { ranked, places, here: known.here, limits: LIMITS };
  const order = Uint32Array.of(4, 3, 2, 1, 0);
  const shapes = (filter) =>
    makeSections(filter, order, data).map(({ kind, label, pictures }) => [kind, label, [...pictures]]);
  assert.deepEqual(shapes({ kind: "all" }), [
    ["goes", CATS, [0]],
    ["undecided", -1, [3, 1]],
    ["here", DOGS, [2]],
    ["stays", OTHER, [4]],
  ]);
  assert.deepEqual(shapes({ kind: "undecided" }), [["likely", CATS, [1]], ["likely", DOGS, [3]]]);
  assert.deepEqual(shapes({ kind: "folder", label: DOGS }), [["likely", DOGS, [3]], ["here", DOGS, [2]]]);
  assert.deepEqual(shapes({ kind: "changed" }), []);
  assert.deepEqual(shapes({ kind: "list", title: "", pictures: [2, 0] }), [["list", -1, [2, 0]]]);
  const ranking = { kind: "list", title: "", pictures: [2], rest: [0, 4] };
  assert.deepEqual(shapes(ranking), [["list", -1, [2]], ["rest", -1, [0, 4]]]);
});

test("orders are by sureness, name with numbers, and time, those without a time last", () => {
  const keys = {
    likeness: null,
    highest: Float32Array.of(0.9, 0.2, 0.5),
    paths: ["b/img10.jpg", "c/img9.jpg", "a/x.jpg"],
    times: [5, null, 7],
  };
  assert.deepEqual([...makeOrder("unsure", keys)], [1, 2, 0]);
  assert.deepEqual([...makeOrder("name", keys)], [1, 0, 2]);
  assert.deepEqual([...makeOrder("time", keys)], [2, 0, 1]);
  assert.deepEqual([...makeOrder("likeness", keys)], [0, 1, 2]);
});

const SHAPE = { width: 1000, height: 160, gap: 8, caption: 24, heading: 48 };

function layOut(counts, aspectOf = (i) => 0.4 + ((i * 7) % 13) / 5) {
  let next = 0;
  const sections = counts.map((n) => ({ kind: "goes", label: 0, pictures: Uint32Array.from({ length: n }, () => next++) }));
  return layOutRows(sections, Float32Array.from({ length: next }, (_, i) => aspectOf(i)), SHAPE);
}

test("every picture is in one row, full rows fill the width, and none is wider", () => {
  const layout = layOut([40, 1, 300]);
  assert.deepEqual([...layout.pictures], [...Array(341).keys()]);
  const ends = layout.headings.map(({ end }) => end);
  for (let row = 0; row < layout.rowTop.length; row++) {
    const last = layout.rowFirst[row + 1] - 1;
    const right = layout.left[last] + layout.widths[last];
    assert.ok(right <= 1000.01, `row ${row} ends at ${right}`);
    if (!ends.includes(last + 1)) assert.ok(right > 999.99, `row ${row} ends at ${right}`);
    assert.ok(layout.rowHeight[row] > 90 && layout.rowHeight[row] < 300);
  }
});

test("the rows that are found are those that touch the window", () => {
  const layout = layOut([500, 70]);
  for (const top of [0, 333, 4000, layout.total - 10]) {
    const { first, end } = findRows(layout, top, top + 600);
    for (let row = 0; row < layout.rowTop.length; row++) {
      const bottom = layout.rowTop[row] + layout.rowHeight[row];
      const isSeen = bottom > top && layout.rowTop[row] < top + 600;
      if (isSeen) assert.ok(row >= first && row < end, `row ${row} at ${top}`);
    }
    assert.ok(end - first < 10);
  }
});

test("up and down find the picture above and below, and stop at the edges", () => {
  const layout = layOut([100], () => 1);
  const inRow = layout.rowFirst[1];
  assert.equal(findBeside(layout, 2, 1), inRow + 2);
  assert.equal(findBeside(layout, inRow + 2, -1), 2);
  assert.equal(rowOf(layout, findBeside(layout, 2, -1)), 0);
  assert.equal(rowOf(layout, findBeside(layout, 2, 1000)), layout.rowTop.length - 1);
});

test("nothing to show has no rows", () => {
  const layout = layOutRows([], new Float32Array(0), SHAPE);
  assert.deepEqual([layout.total, layout.rowTop.length, findRows(layout, 0, 500).end], [0, 0, 0]);
});

test("each label has a key of its own, and those without a digit get the fitting letter", () => {
  const labels = [..."abcdefghi"].map((name) => ({ name: `${name}x`, negative: false }));
  labels.push({ name: "ants", negative: false }, { name: "rest", negative: true });
  const keys = chooseKeys(labels);
  assert.deepEqual(keys[9], { digit: "", letter: "a" });
  assert.deepEqual(keys[10], { digit: "0", letter: "r" });
  const all = keys.flatMap(({ digit, letter }) => [digit, letter]).filter(Boolean);
  assert.equal(new Set(all).size, all.length);
  keys.forEach(({ digit, letter }, i) => {
    assert.equal(labelOfKey(keys, digit || letter), i);
    assert.equal(labelOfKey(keys, letter.toUpperCase()), i);
  });
  assert.equal(labelOfKey(keys, "7x"), -1);
});

test("forty labels all have keys as long as there are letters, and no key means two", () => {
  const keys = chooseKeys(Array.from({ length: 40 }, (_, i) => ({ name: `日本 ${i}`, negative: false })));
  const shown = keys.map(({ digit, letter }) => digit || letter).filter(Boolean);
  assert.equal(new Set(shown).size, shown.length);
  assert.equal(shown.length, 9 + 26);
  assert.equal(labelOfKey(keys, ""), -1);
});

test("a step undone turns around, and can be done again until another is added", () => {
  const history = createHistory();
  const step = { kind: "said", words: "x", changes: [{ picture: 3, before: -1, after: 2 }] };
  history.add(step);
  assert.deepEqual(history.undo().changes, [{ picture: 3, before: 2, after: -1 }]);
  assert.equal(history.undo(), null);
  assert.deepEqual(history.redo(), step);
  history.undo();
  history.add(step);
  assert.equal(history.redo(), null);
});

test("zooming keeps the point under the pointer, and the picture in the window", () => {
  const sizes = { picture: { width: 4000, height: 2000 }, window: { width: 1000, height: 800 } };
  const whole = fitZoom(sizes.picture, sizes.window);
  assert.deepEqual(whole, { scale: 0.25, x: 0, y: 150 });
  const near = zoomTo(whole, 1, { x: 600, y: 400 }, sizes);
  assert.deepEqual([(600 - near.x) / near.scale, (400 - near.y) / near.scale], [2400, 1000]);
  assert.equal(isWhole(near, sizes), false);
  assert.equal(panBy(near, 99999, 99999, sizes).x, 0);
  assert.equal(panBy(near, -99999, 0, sizes).x, 1000 - 4000);
  assert.deepEqual(zoomTo(near, 0.0001, { x: 0, y: 0 }, sizes), whole);
  assert.equal(fitZoom({ width: 10, height: 10 }, sizes.window).scale, 1);
});

test("what is found is the best of a ranking, never most of the folder", () => {
  const ranked = (n) => Array.from({ length: n }, (_, i) => n - i);
  assert.deepEqual(cutRanked(ranked(8), 8), { best: [8, 7], rest: [6, 5, 4, 3, 2, 1] });
  assert.deepEqual([cutRanked(ranked(117), 117).best.length, cutRanked(ranked(500), 50_000).best.length], [30, 60]);
  assert.deepEqual([cutRanked(ranked(1), 1), cutRanked([], 0)], [{ best: [1], rest: [] }, { best: [], rest: [] }]);
});

test("numbers in words never claim to be certain", () => {
  assert.deepEqual([1, 0.9999, 0.5, 0.0001, 0].map(percent), ["100", ">99", "50", "<1", "0"].map((n) => `${n}\u00a0%`));
  assert.deepEqual([0, 0.44, 1234.4].map(expectedErrors), ["≈0", "≈0.4", "≈1,234"]);
});
