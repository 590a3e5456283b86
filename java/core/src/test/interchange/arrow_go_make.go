package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// A type, its values as RecordFromJSON takes them, and as PlainJson has them where that is something else.
type column struct {
	name   string
	kind   arrow.DataType
	values string
	plain  string
}

func columns() []column {
	text := arrow.BinaryTypes.String
	return []column{
		{"bool", arrow.FixedWidthTypes.Boolean, `[true, null, false]`, ``},
		{"int64", arrow.PrimitiveTypes.Int64, `[-9223372036854775808, null, 9223372036854775807]`, ``},
		{"uint64", arrow.PrimitiveTypes.Uint64, `[0, null, 18446744073709551615]`, ``},
		{"float16", arrow.FixedWidthTypes.Float16, `[1.5, null, -2]`, ``},
		{"float64", arrow.PrimitiveTypes.Float64, `[0.1, null, -1e300]`, ``},
		{"string", text, `["größer als eine View 🦜", null, ""]`, ``},
		{"large_string", arrow.BinaryTypes.LargeString, `["größer als eine View 🦜", null, ""]`, ``},
		{"string_view", arrow.BinaryTypes.StringView, `["größer als eine View 🦜", null, ""]`, ``},
		{"binary", arrow.BinaryTypes.Binary, `["AP8=", null, ""]`, `["00ff", null, ""]`},
		{"fixed_size_binary", &arrow.FixedSizeBinaryType{ByteWidth: 2}, `["AP8=", null, "AAA="]`, `["00ff", null, "0000"]`},
		{"date32", arrow.FixedWidthTypes.Date32, `["2026-01-31", null, "1969-12-31"]`, `[20484, null, -1]`},
		{"date64", arrow.FixedWidthTypes.Date64, `["2026-01-31", null, "1969-12-31"]`, `[1769817600000, null, -86400000]`},
		{"time32", arrow.FixedWidthTypes.Time32s, `["23:59:59", null, "00:00:00"]`, `[86399000000000, null, 0]`},
		{"time64", arrow.FixedWidthTypes.Time64ns, `["23:59:59.000000001", null, "00:00:00"]`, `[86399000000001, null, 0]`},
		{"timestamp", &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Europe/Berlin"}, `["2026-01-31T00:00:00.000001Z", null, "1969-12-31T23:59:59Z"]`, `[1769817600000001, null, -1000000]`},
		{"duration", arrow.FixedWidthTypes.Duration_ms, `["5ms", null, "-5ms"]`, `[5, null, -5]`},
		{"decimal32", &arrow.Decimal32Type{Precision: 9, Scale: 2}, `["1234567.89", null, "-0.01"]`, ``},
		{"decimal64", &arrow.Decimal64Type{Precision: 18, Scale: 2}, `["1234567890123456.78", null, "-0.01"]`, ``},
		{"decimal128", &arrow.Decimal128Type{Precision: 38, Scale: 2}, `["123456789012345678901234567890123456.78", null, "-0.01"]`, ``},
		{"decimal256", &arrow.Decimal256Type{Precision: 76, Scale: 2}, `["123456789012345678901234567890123456.78", null, "-0.01"]`, ``},
		{"list", arrow.ListOf(arrow.PrimitiveTypes.Int16), `[[1, null, 3], null, []]`, ``},
		{"large_list", arrow.LargeListOf(text), `[["x", null], null, []]`, ``},
		{"list_view", arrow.ListViewOf(arrow.PrimitiveTypes.Int16), `[[1, null, 3], null, []]`, ``},
		{"fixed_size_list", arrow.FixedSizeListOf(2, arrow.PrimitiveTypes.Float32), `[[1.5, 2], null, [0, -1]]`, ``},
		{"struct", arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int32, Nullable: true}, arrow.Field{Name: "b", Type: text, Nullable: true}), `[{"a": 1, "b": "x"}, {"a": null, "b": "y"}, {"a": 3, "b": null}]`, ``},
		{"map", arrow.MapOf(text, arrow.PrimitiveTypes.Int32), `[[{"key": "k", "value": 1}], null, [{"key": "m", "value": 2}, {"key": "n", "value": 3}]]`, ``},
		{"dictionary", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint16, ValueType: text}, `["x", null, "x"]`, ``},
		{"numbers", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.PrimitiveTypes.Int64}, `[7, null, 7]`, ``},
		{"run_end_encoded", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, text), `["x", "x", null]`, ``},
		{"null", arrow.Null, `[null, null, null]`, ``},
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// The rows of columns, as one record batch.
func batch(schema *arrow.Schema, columns []column) arrow.RecordBatch {
	rows := make([]map[string]json.RawMessage, 3)
	for _, c := range columns {
		var values []json.RawMessage
		check(json.Unmarshal([]byte(c.values), &values))
		for i, value := range values {
			if rows[i] == nil {
				rows[i] = map[string]json.RawMessage{}
			}
			rows[i][c.name] = value
		}
	}
	text, err := json.Marshal(rows)
	check(err)
	made, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, bytes.NewReader(text))
	check(err)
	return made
}

// write makes arrow-go's files, and what is in them as JSON.
func write(folder string) {
	all := columns()
	fields := []arrow.Field{}
	for _, c := range all {
		fields = append(fields, arrow.Field{Name: c.name, Type: c.kind, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	first := batch(schema, all)
	create := func(name string) *os.File {
		out, err := os.Create(filepath.Join(folder, name))
		check(err)
		return out
	}
	file := func(name string, schema *arrow.Schema, batches []arrow.RecordBatch, options ...ipc.Option) {
		out := create(name)
		options = append(options, ipc.WithSchema(schema))
		if strings.HasSuffix(name, ".arrow") {
			writer, err := ipc.NewFileWriter(out, options...)
			check(err)
			for _, batch := range batches {
				check(writer.Write(batch))
			}
			check(writer.Close())
		} else {
			writer := ipc.NewWriter(out, options...)
			for _, batch := range batches {
				check(writer.Write(batch))
			}
			check(writer.Close())
		}
		check(out.Close())
	}
	expect := func(name string, columns []column, times int) {
		values := map[string][]json.RawMessage{}
		for _, c := range columns {
			text := c.plain
			if text == "" {
				text = c.values
			}
			var one []json.RawMessage
			check(json.Unmarshal([]byte(text), &one))
			for i := 0; i < times; i++ {
				values[c.name] = append(values[c.name], one...)
			}
		}
		text, err := json.MarshalIndent(values, "", " ")
		check(err)
		check(os.WriteFile(filepath.Join(folder, name), append(text, '\n'), 0o644))
	}
	twice := []arrow.RecordBatch{first, first}
	file("arrow-go.arrow", schema, twice)
	file("arrow-go-zstd.arrow", schema, twice, ipc.WithZstd())
	file("arrow-go-lz4.arrows", schema, twice, ipc.WithLZ4())
	expect("arrow-go.json", all, 2)

	words := func(values string) []column {
		kind := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
		return []column{{"word", kind, values, ""}}
	}
	small := arrow.NewSchema([]arrow.Field{{Name: "word", Type: words("")[0].kind, Nullable: true}}, nil)
	grown := []arrow.RecordBatch{batch(small, words(`["x", "y", null]`)), batch(small, words(`["x", "y", "z"]`))}
	file("arrow-go-delta.arrows", small, grown, ipc.WithDictionaryDeltas(true))
	file("arrow-go-replaced.arrows", small, grown)
	expect("arrow-go-delta.json", words(`["x", "y", null, "x", "y", "z"]`), 1)
}
