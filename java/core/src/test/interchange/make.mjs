// make.mjs FOLDER: writes arrow-js.arrow, arrow-js.arrows and what is in them as JSON, as PlainJson has it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as arrow from "apache-arrow";

const { vectorFromArray, Field, TimeUnit } = arrow;
const day = Date.UTC(2026, 0, 31);
const struct = new arrow.Struct([new Field("a", new arrow.Int32(), true), new Field("b", new arrow.Utf8(), true)]);
const list = new arrow.List(new Field("item", new arrow.Int16(), true));
const pair = new arrow.FixedSizeList(2, new Field("item", new arrow.Float32(), true));
const entries = new arrow.Struct([new Field("key", new arrow.Utf8(), false), new Field("value", new arrow.Int32(), true)]);
const map = new arrow.Map_(new Field("entries", entries, false));

/** Type, values, and what they are to be where that is something else. */
const columns = {
  bool: [new arrow.Bool(), [true, null, false]],
  int8: [new arrow.Int8(), [-128, null, 127]],
  int16: [new arrow.Int16(), [-32768, null, 32767]],
  int32: [new arrow.Int32(), [-2147483648, null, 2147483647]],
  int64: [new arrow.Int64(), [-9007199254740991n, null, 3n], [-9007199254740991, null, 3]],
  uint8: [new arrow.Uint8(), [0, null, 255]],
  uint16: [new arrow.Uint16(), [0, null, 65535]],
  uint32: [new arrow.Uint32(), [0, null, 4294967295]],
  uint64: [new arrow.Uint64(), [0n, null, 9007199254740991n], [0, null, 9007199254740991]],
  float16: [new arrow.Float16(), [1.5, null, -2]],
  float32: [new arrow.Float32(), [1.5, null, -0.25]],
  float64: [new arrow.Float64(), [0.1, null, -1e300]],
  utf8: [new arrow.Utf8(), ["größer als eine View 🦜", null, ""]],
  largeUtf8: [new arrow.LargeUtf8(), ["größer als eine View 🦜", null, ""]],
  binary: [new arrow.Binary(), [new Uint8Array([0, 255]), null, new Uint8Array()], ["00ff", null, ""]],
  fixedSizeBinary: [new arrow.FixedSizeBinary(3), [new Uint8Array([1, 2, 3]), null, new Uint8Array(3)], ["010203", null, "000000"]],
  dateDay: [new arrow.DateDay(), [new Date(day), null, new Date(-86400000)], [day / 86400000, null, -1]],
  dateMillisecond: [new arrow.DateMillisecond(), [new Date(day), null, new Date(-86400000)], [day, null, -86400000]],
  timeSecond: [new arrow.TimeSecond(), [86399, null, 0], [86399000000000, null, 0]],
  timeNanosecond: [new arrow.TimeNanosecond(), [86399000000001n, null, 0n], [86399000000001, null, 0]],
  timestampSecond: [new arrow.TimestampSecond(), [day, null, -1000], [day, null, -1000]],
  timestampMicrosecond: [new arrow.TimestampMicrosecond("Europe/Berlin"), [day, null, -1], [day * 1000, null, -1000]],
  duration: [new arrow.Duration(TimeUnit.MILLISECOND), [5n, null, -5n], [5, null, -5]],
  decimal: [new arrow.Decimal(2, 10, 128), [new Uint32Array([12345, 0, 0, 0]), null, new Uint32Array([1, 0, 0, 0])], ["123.45", null, "0.01"]],
  dictionary: [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), ["x", null, "x"]],
  list: [list, [[1, null, 3], null, []]],
  fixedSizeList: [pair, [[1.5, 2], null, [0, -1]]],
  struct: [struct, [{ a: 1, b: "x" }, { a: null, b: "y" }, { a: 3, b: null }]],
  map: [map, [{ k: 1 }, null, { m: 2, n: 3 }], [[{ key: "k", value: 1 }], null, [{ key: "m", value: 2 }, { key: "n", value: 3 }]]],
};

const vectors = {};
const expected = {};
for (const [name, [type, values, plain]] of Object.entries(columns)) {
  vectors[name] = vectorFromArray(values, type);
  // Two record batches.
  expected[name] = [...(plain ?? values), ...(plain ?? values)];
}
const table = new arrow.Table(vectors);
const twice = table.concat(table);
const folder = process.argv[2];
writeFileSync(join(folder, "arrow-js.arrow"), arrow.tableToIPC(twice, "file"));
writeFileSync(join(folder, "arrow-js.arrows"), arrow.tableToIPC(twice, "stream"));
writeFileSync(join(folder, "arrow-js.json"), JSON.stringify(expected, null, 1) + "\n");
