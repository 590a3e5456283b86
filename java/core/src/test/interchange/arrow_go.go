// main FOLDER FROM says what arrow-go sees in the files of FOLDER/files.json, from that one on; as readers.py says it.
// main FOLDER writes files of its own there.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

type line struct {
	Number int              `json:"number"`
	Values map[string][]any `json:"values,omitempty"`
	Error  string           `json:"error,omitempty"`
}

func say(value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

func plain(values arrow.Array, i int) any {
	if values.IsNull(i) || values.DataType().ID() == arrow.NULL {
		return nil
	}
	switch a := values.(type) {
	case array.ExtensionArray:
		return plain(a.Storage(), i)
	case *array.Dictionary:
		return plain(a.Dictionary(), a.GetValueIndex(i))
	case *array.Struct:
		fields := map[string]any{}
		for f := 0; f < a.NumField(); f++ {
			fields[a.DataType().(*arrow.StructType).Field(f).Name] = plain(a.Field(f), i)
		}
		return fields
	case array.ListLike:
		from, to := a.ValueOffsets(i)
		list := []any{}
		for k := from; k < to; k++ {
			list = append(list, plain(a.ListValues(), int(k)))
		}
		return list
	case *array.Boolean:
		return a.Value(i)
	case *array.Float16:
		return strconv.FormatFloat(float64(a.Value(i).Float32()), 'g', -1, 64)
	case *array.Float32:
		return strconv.FormatFloat(float64(a.Value(i)), 'g', -1, 64)
	case *array.Float64:
		return strconv.FormatFloat(a.Value(i), 'g', -1, 64)
	case *array.Decimal128:
		return a.Value(i).ToString(a.DataType().(*arrow.Decimal128Type).Scale)
	case *array.String:
		return a.Value(i)
	case *array.LargeString:
		return a.Value(i)
	case *array.StringView:
		return a.Value(i)
	case *array.Binary:
		return hex.EncodeToString(a.Value(i))
	case *array.LargeBinary:
		return hex.EncodeToString(a.Value(i))
	case *array.BinaryView:
		return hex.EncodeToString(a.Value(i))
	case *array.FixedSizeBinary:
		return hex.EncodeToString(a.Value(i))
	case *array.Date32:
		return int64(a.Value(i))
	case *array.Time64:
		return int64(a.Value(i)) * nanos(a.DataType().(*arrow.Time64Type).Unit)
	case *array.Timestamp:
		return int64(a.Value(i)) * nanos(a.DataType().(*arrow.TimestampType).Unit)
	case *array.Duration:
		return int64(a.Value(i)) * nanos(a.DataType().(*arrow.DurationType).Unit)
	default:
		return values.ValueStr(i)
	}
}

func nanos(unit arrow.TimeUnit) int64 { return int64(unit.Multiplier()) }

func add(values map[string][]any, batch arrow.RecordBatch) {
	for c, column := range batch.Columns() {
		name := batch.ColumnName(c)
		for i := 0; i < column.Len(); i++ {
			values[name] = append(values[name], plain(column, i))
		}
	}
}

func read(path string) (values map[string][]any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	values = map[string][]any{}
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	names := func(schema *arrow.Schema) {
		for _, field := range schema.Fields() {
			values[field.Name] = []any{}
		}
	}
	switch filepath.Ext(path) {
	case ".arrow":
		reader, err := ipc.NewFileReader(in)
		if err != nil {
			return nil, err
		}
		names(reader.Schema())
		for i := 0; i < reader.NumRecords(); i++ {
			batch, err := reader.RecordBatch(i)
			if err != nil {
				return nil, err
			}
			add(values, batch)
		}
	case ".arrows":
		reader, err := ipc.NewReader(in)
		if err != nil {
			return nil, err
		}
		names(reader.Schema())
		for reader.Next() {
			add(values, reader.RecordBatch())
		}
		return values, reader.Err()
	default:
		parquet, err := file.NewParquetReader(in)
		if err != nil {
			return nil, err
		}
		reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			return nil, err
		}
		table, err := reader.ReadTable(context.Background())
		if err != nil {
			return nil, err
		}
		names(table.Schema())
		batches := array.NewTableReader(table, -1)
		for batches.Next() {
			add(values, batches.RecordBatch())
		}
	}
	return values, nil
}

func main() {
	if len(os.Args) == 2 {
		write(os.Args[1])
		return
	}
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasPrefix(module.Path, "github.com/apache/arrow-go/") {
			say(map[string]string{"version": strings.TrimPrefix(module.Version, "v")})
		}
	}
	var entries []struct {
		File    string
		Refused *string
	}
	text, err := os.ReadFile(filepath.Join(os.Args[1], "files.json"))
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(text, &entries); err != nil {
		panic(err)
	}
	first, _ := strconv.Atoi(os.Args[2])
	for number := first; number < len(entries); number++ {
		if entries[number].Refused != nil {
			continue
		}
		say(line{Number: number})
		values, err := read(filepath.Join(os.Args[1], entries[number].File))
		if err != nil {
			say(line{Number: number, Error: err.Error()})
		} else {
			say(line{Number: number, Values: values})
		}
	}
}
