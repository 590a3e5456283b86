// readers.mjs FOLDER FROM: what arrow-js sees in the files of FOLDER/files.json, from that one on; as readers.py says it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataType, Type, tableFromIPC } from "apache-arrow";

const about = new URL("node_modules/apache-arrow/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(about, "utf8"));
const line = (value) => process.stdout.write(JSON.stringify(value) + "\n");
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** 128 bits, which come as four words of 32. */
function decimal(words, scale) {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i]);
  const digits = BigInt.asIntN(32 * words.length, value);
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const cut = text.length - scale;
  return (digits < 0n ? "-" : "") + text.slice(0, cut) + (scale ? "." + text.slice(cut) : "");
}

/** Nanoseconds of milliseconds with a fraction, or of an integer of the unit. */
function nanos(value, unit) {
  if (typeof value === "bigint") return (value * 10n ** BigInt(9 - 3 * unit)).toString();
  return (BigInt(Math.round(value * 1e3)) * 1000n).toString();
}

function plain(type, value) {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return plain(type.dictionary, value);
  if (DataType.isStruct(type)) {
    return Object.fromEntries(type.children.map((f) => [f.name, plain(f.type, value[f.name])]));
  }
  if (type.children?.length === 1) return [...value].map((inner) => plain(type.children[0].type, inner));
  if (DataType.isDecimal(type)) return decimal(value, type.scale);
  if (value instanceof Uint8Array) return hex(value);
  if (DataType.isDate(type)) return Number(value) / 86_400_000;
  if (DataType.isTime(type)) return (BigInt(value) * 10n ** BigInt(9 - 3 * type.unit)).toString();
  if (DataType.isTimestamp(type)) return nanos(value, type.unit);
  if (type.typeId === Type.Duration) return (BigInt(value) * 10n ** BigInt(9 - 3 * type.unit)).toString();
  return typeof value === "boolean" ? value : String(value);
}

line({ version });
const folder = process.argv[2];
const entries = JSON.parse(readFileSync(join(folder, "files.json"), "utf8"));
for (let number = Number(process.argv[3] ?? 0); number < entries.length; number++) {
  const { file, refused } = entries[number];
  if (refused) continue;
  line({ number });
  if (file.endsWith(".parquet")) continue;
  try {
    const table = tableFromIPC(readFileSync(join(folder, file)));
    const values = {};
    for (const field of table.schema.fields) {
      const vector = table.getChild(field.name);
      values[field.name] = Array.from({ length: vector.length }, (_, i) => plain(field.type, vector.get(i)));
    }
    line({ number, values });
  } catch (e) {
    line({ number, error: `${e.name}: ${e.message}` });
  }
}
