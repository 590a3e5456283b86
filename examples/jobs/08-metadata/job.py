import pyarrow as pa

with pa.ipc.open_file("orders.arrow") as reader:
    schema = reader.schema.with_metadata({**(reader.schema.metadata or {}), "checked": "yes"})
    schema = schema.set(0, schema.field(0).with_metadata({"unit": "number"}))
    with pa.ipc.new_file("checked.arrow", schema) as writer:
        for i in range(reader.num_record_batches):
            batch = reader.get_batch(i)
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
