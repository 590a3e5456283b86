package io.github.polars4j;

/**
 * Describes one record batch of an Arrow IPC file.
 *
 * @param rows the number of its rows
 * @param bytes the number of bytes that it takes in the file, with its message
 */
public record RecordBatchInfo(long rows, long bytes) {}
