//! `IpcWriter`: one frame to one file, and what it shares with the other IPC writers.

use std::io::Write;
use std::num::NonZeroUsize;

use jni::Env;
use jni::objects::{JByteArray, JObject, JString};
use polars::prelude::*;
use polars_arrow::io::ipc::write::EncodedData;
use polars_core::frame::chunk_df_for_writing;

use super::body::Message;
use super::encode::{self, Encoder};
use super::message::{Encoded, MessageWriter};
use super::options::Options;
use super::parallel;
use crate::error::Result;
use crate::handle::FrameHandle;
use crate::sink::{JProgress, JSink, Output, Progress};
use crate::wire::{self, Reader};

native! {
    "io.github.polars4j.IpcWriter",
    extern fn write(
        options: jbyte[],
        path: JString,
        name: JString,
        sink: JSink,
        progress: JProgress,
        frame: FrameHandle,
    )
}

#[expect(clippy::too_many_arguments, reason = "the native method's own")]
fn write(
    env: &mut Env<'_>,
    _: JObject<'_>,
    options: JByteArray<'_>,
    path: JString<'_>,
    name: JString<'_>,
    sink: JSink<'_>,
    progress: JProgress<'_>,
    frame: FrameHandle,
) -> Result<()> {
    let bytes = wire::bytes(env, &options)?;
    let options = Options::read(&mut Reader::new(&bytes))?;
    let frame = frame.get()?;
    options.check(frame.schema())?;
    let output = Output::open(env, &path, &name, &sink)?;
    let progress = Progress::new(env, &progress, &output)?;
    let failure = output.failure();
    failure.explain(write_file(&frame, &options, output, progress))
}

fn write_file(
    frame: &DataFrame,
    options: &Options,
    mut output: impl Write,
    progress: Progress,
) -> Result<()> {
    let encoder = options.encoder(frame.schema().as_ref().clone())?;
    let plain =
        options.record_batch_size.is_none() && !encoder.has_categoricals() && !progress.is_wanted();
    if !options.parallel && plain {
        return write_with_polars(frame, options, output);
    }
    let mut session = Session::file(encoder, options, &mut output, progress)?;
    session.write_whole(frame)?;
    session.finish()
}

/// polars-io's own serial way.
fn write_with_polars(frame: &DataFrame, options: &Options, output: impl Write) -> Result<()> {
    let mut writer = IpcWriter::new(output)
        .with_compression(options.compression)
        .with_compat_level(options.compat_level)
        .with_parallel(false);
    if let Some(metadata) = &options.metadata {
        writer.set_custom_schema_metadata(metadata.clone());
    }
    Ok(writer.finish(&mut frame.clone())?)
}

/// An output under way: record batches one after the other, then the end.
pub struct Session<W: Write> {
    encoder: Encoder,
    messages: MessageWriter<W>,
    record_batch_size: Option<NonZeroUsize>,
    parallel: bool,
    progress: Progress,
}

impl<W: Write> Session<W> {
    pub fn file(
        encoder: Encoder,
        options: &Options,
        output: W,
        progress: Progress,
    ) -> Result<Self> {
        let (schema, fields) = (&encoder.arrow_schema, &encoder.fields);
        let messages = MessageWriter::file(output, schema, fields, options.metadata.as_deref())?;
        Ok(Self::new(encoder, messages, options, progress))
    }

    pub fn stream(
        encoder: Encoder,
        options: &Options,
        output: W,
        progress: Progress,
    ) -> Result<Self> {
        let (schema, fields) = (&encoder.arrow_schema, &encoder.fields);
        let messages = MessageWriter::stream(output, schema, fields, options.metadata.as_deref())?;
        Ok(Self::new(encoder, messages, options, progress))
    }

    fn new(
        encoder: Encoder,
        messages: MessageWriter<W>,
        options: &Options,
        progress: Progress,
    ) -> Self {
        Self {
            encoder,
            messages,
            record_batch_size: options.record_batch_size,
            parallel: options.parallel,
            progress,
        }
    }

    pub fn schema(&self) -> &Schema {
        &self.encoder.schema
    }

    /// Writes the only frame of the output: its dictionaries first, complete.
    pub fn write_whole(&mut self, frame: &DataFrame) -> Result<()> {
        self.encoder.collect_categories(frame)?;
        let dictionaries = self.encoder.dictionaries()?;
        self.write_dictionaries(&dictionaries)?;
        self.write_batches(frame)
    }

    /// Writes one frame of several. A stream gets the dictionaries that have grown before it; a
    /// file, which can hold each dictionary only once, gets those that may still grow at its end.
    pub fn append(&mut self, frame: &DataFrame) -> Result<()> {
        if self.messages.is_stream() || self.parallel {
            self.encoder.collect_categories(frame)?;
        }
        let dictionaries = match self.messages.is_stream() {
            true => self.encoder.dictionaries()?,
            false => self.encoder.fixed_dictionaries()?,
        };
        self.write_dictionaries(&dictionaries)?;
        self.write_batches(frame)
    }

    fn write_dictionaries(&mut self, dictionaries: &[EncodedData]) -> Result<()> {
        for dictionary in dictionaries {
            self.messages
                .write_dictionary(Encoded::Polars(dictionary))?;
        }
        Ok(())
    }

    fn write_batches(&mut self, frame: &DataFrame) -> Result<()> {
        match (self.parallel, self.record_batch_size) {
            (true, Some(size)) => self.write_pieces(encode::slices(frame, size.get()), frame),
            (true, None) => {
                let rows = parallel::batch_rows(frame, self.encoder.batch_bytes());
                self.write_pieces(parallel::pieces(frame, rows), frame)
            },
            (false, Some(size)) => encode::slices(frame, size.get()).try_for_each(|mut slice| {
                slice.rechunk_mut();
                self.write_chunks(&slice)
            }),
            (false, None) => {
                let mut frame = encode::align(frame);
                if self.messages.is_stream() {
                    // What polars-io's IpcStreamWriter does.
                    let chunked = chunk_df_for_writing(&mut frame, 512 * 512)?;
                    return self.write_chunks(&chunked);
                }
                self.write_chunks(&frame)
            },
        }
    }

    /// Writes pieces, a record batch each, encoded by polars' threads.
    fn write_pieces(
        &mut self,
        pieces: impl Iterator<Item = DataFrame>,
        frame: &DataFrame,
    ) -> Result<()> {
        let (messages, progress) = (&mut self.messages, &mut self.progress);
        let mut pieces = pieces.peekable();
        let Some(mut first) = pieces.next() else {
            return Ok(());
        };
        let mut write = |message: &Message, rows: usize| {
            messages.write_record_batch(Encoded::Ours(message))?;
            progress.advance(rows)
        };
        if pieces.peek().is_none() {
            // A single batch: no thread need be woken for a small one, and the buffers of a large
            // one keep them all busy.
            let all_threads = frame.estimated_size() > self.encoder.batch_bytes();
            first.rechunk_mut();
            let message = self.encoder.message(&first, 0, all_threads)?;
            return write(&message, first.height());
        }
        parallel::encode(&self.encoder, std::iter::once(first).chain(pieces), write)
    }

    /// Writes each chunk of a frame with aligned chunks as a record batch.
    fn write_chunks(&mut self, frame: &DataFrame) -> Result<()> {
        let rows: Vec<usize> = match frame.columns().first() {
            Some(column) => column.as_materialized_series().chunk_lengths().collect(),
            None if frame.height() == 0 => vec![], // as polars-io has it
            None => vec![frame.height()],
        };
        for (chunk, rows) in rows.into_iter().enumerate() {
            let batch = self.encoder.record_batch(frame, chunk)?;
            self.messages.write_record_batch(Encoded::Polars(batch))?;
            self.progress.advance(rows)?;
        }
        Ok(())
    }

    pub fn finish(&mut self) -> Result<()> {
        let dictionaries = self.encoder.dictionaries()?;
        self.write_dictionaries(&dictionaries)?;
        Ok(self.messages.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars_utils::compression::ZstdLevel;

    use super::super::layout::Layout;
    use super::super::read::Data;
    use super::*;

    fn frame(rows: i32, start: i32) -> DataFrame {
        let ids = start..start + rows;
        let words: Vec<_> = ids
            .clone()
            .map(|i| (i % 3 > 0).then(|| format!("word {i}")))
            .collect();
        let long: Vec<_> = ids
            .clone()
            .map(|i| format!("a string longer than a view {i}"))
            .collect();
        let small: Vec<_> = ids.clone().map(|i| (i % 5 > 0).then_some(i)).collect();
        let lists = Series::new(
            "list".into(),
            ids.clone()
                .map(|i| Series::new("".into(), (0..i % 4).collect::<Vec<_>>()))
                .collect::<Vec<_>>(),
        );
        let mut frame = DataFrame::new_infer_height(vec![
            Column::new("id".into(), ids.collect::<Vec<_>>()),
            Column::new("word".into(), words),
            Column::new("long".into(), long),
            Column::new("null".into(), small),
            lists.into_column(),
        ])
        .unwrap();
        let when = frame
            .column("id")
            .unwrap()
            .cast(&DataType::Datetime(TimeUnit::Milliseconds, None));
        frame
            .with_column(when.unwrap().with_name("when".into()))
            .unwrap();
        frame
    }

    fn with_dictionaries(mut frame: DataFrame) -> DataFrame {
        let categories = DataType::from_categories(Categories::global());
        let words = frame.column("long").unwrap();
        let words = words.cast(&categories).unwrap();
        let nested = words
            .as_materialized_series()
            .implode()
            .unwrap()
            .into_column();
        let nested = nested.new_from_index(0, frame.height());
        frame
            .with_column(words.with_name("category".into()))
            .unwrap();
        frame
            .with_column(nested.with_name("categories".into()))
            .unwrap();
        frame
    }

    fn options(compression: Option<IpcCompression>, compat_level: CompatLevel) -> Options {
        let metadata = [("first_name".into(), "John".into())];
        Options {
            compression,
            compat_level,
            parallel: true,
            record_batch_size: None,
            metadata: Some(Arc::new(metadata.into_iter().collect())),
        }
    }

    fn every_option() -> impl Iterator<Item = Options> {
        let zstd = IpcCompression::ZSTD(ZstdLevel::try_new(5).unwrap());
        [None, Some(IpcCompression::LZ4), Some(zstd)]
            .into_iter()
            .flat_map(|codec| {
                [CompatLevel::oldest(), CompatLevel::newest()].map(|level| options(codec, level))
            })
    }

    fn encoder(frame: &DataFrame, options: &Options) -> Encoder {
        options
            .encoder(frame.schema().as_ref().clone())
            .ok()
            .unwrap()
    }

    fn ours(frame: &DataFrame, options: &Options) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut session = Session::file(
            encoder(frame, options),
            options,
            &mut bytes,
            Progress::default(),
        )
        .ok()
        .unwrap();
        session.write_whole(frame).ok().unwrap();
        session.finish().ok().unwrap();
        drop(session);
        bytes
    }

    fn polars(frame: &DataFrame, options: &Options) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_with_polars(frame, options, &mut bytes).ok().unwrap();
        bytes
    }

    fn read(bytes: Vec<u8>) -> DataFrame {
        IpcReader::new(Cursor::new(bytes)).finish().unwrap()
    }

    fn frames() -> Vec<DataFrame> {
        let one = frame(1000, 0);
        let several = one
            .vstack(&frame(10, 1000))
            .unwrap()
            .vstack(&frame(0, 0))
            .unwrap();
        let (none, dictionaries) = (one.clear(), with_dictionaries(frame(50, 0)));
        let nulls = DataFrame::new_infer_height(vec![
            Column::full_null("s".into(), 9, &DataType::String),
            Column::full_null("b".into(), 9, &DataType::Binary),
            Column::full_null("n".into(), 9, &DataType::Null),
            Column::full_null("l".into(), 9, &DataType::List(Box::new(DataType::String))),
            Column::full_null(
                "a".into(),
                9,
                &DataType::Array(Box::new(DataType::String), 2),
            ),
        ]);
        vec![
            one,
            several,
            none,
            dictionaries,
            nulls.unwrap(),
            DataFrame::empty(),
        ]
    }

    #[test]
    fn a_serial_file_has_the_same_bytes_as_polars_own() {
        for mut options in every_option() {
            options.parallel = false;
            for frame in frames() {
                assert!(
                    ours(&frame, &options) == polars(&frame, &options),
                    "{:?}",
                    frame.schema()
                );
            }
        }
    }

    #[test]
    fn an_uncompressed_parallel_file_has_the_same_bytes_as_polars_own() {
        for options in every_option().filter(|options| options.compression.is_none()) {
            for frame in frames() {
                assert!(
                    ours(&frame, &options) == polars(&frame, &options),
                    "{:?}",
                    frame.schema()
                );
            }
        }
    }

    #[test]
    fn parallel_and_serial_write_the_same_record_batches() {
        let large = with_dictionaries(frame(200, 0))
            .vstack(&with_dictionaries(frame(7, 9)))
            .unwrap();
        let mut frames = frames();
        frames.push(large);
        for mut options in every_option() {
            for frame in &frames {
                for size in [1000, 64, 7] {
                    options.record_batch_size = NonZeroUsize::new(size);
                    options.parallel = false;
                    let serial = ours(frame, &options);
                    options.parallel = true;
                    let parallel = ours(frame, &options);
                    if options.compression.is_none() {
                        assert!(parallel == serial, "{:?}", frame.schema());
                        continue;
                    }
                    let [a, b] = [&serial, &parallel].map(|bytes| {
                        let layout = Layout::of_file(&Data::Memory(bytes.clone().into())).unwrap();
                        layout
                            .batches
                            .iter()
                            .map(|batch| batch.rows)
                            .collect::<Vec<_>>()
                    });
                    assert_eq!(a, b);
                    assert!(read(parallel).equals_missing(&read(serial)));
                }
            }
        }
    }

    #[test]
    fn a_large_frame_is_cut_into_record_batches() {
        let large = frame(400_000, 0);
        for options in every_option() {
            let bytes = ours(&large, &options);
            let layout = Layout::of_file(&Data::Memory(bytes.clone().into())).unwrap();
            assert!(layout.batches.len() > 4);
            assert!(read(bytes).equals_missing(&large));
        }
    }

    #[test]
    fn a_stream_has_the_same_bytes_as_polars_own() {
        let one = frame(1000, 0);
        let several = one.vstack(&frame(10, 1000)).unwrap();
        let large = frame(600_000, 0);
        for mut options in every_option() {
            options.parallel = false;
            for frame in [&one, &several, &large] {
                let mut expected = Vec::new();
                let mut writer = IpcStreamWriter::new(&mut expected)
                    .with_compression(options.compression)
                    .with_compat_level(options.compat_level);
                writer.set_custom_schema_metadata(options.metadata.clone().unwrap());
                writer.finish(&mut frame.clone()).unwrap();
                let mut bytes = Vec::new();
                let progress = Progress::default();
                let encoder = encoder(frame, &options);
                let mut session = Session::stream(encoder, &options, &mut bytes, progress)
                    .ok()
                    .unwrap();
                session.write_whole(frame).ok().unwrap();
                session.finish().ok().unwrap();
                drop(session);
                assert!(bytes == expected);
            }
        }
    }

    #[test]
    fn categoricals_of_several_chunks_share_one_dictionary() {
        let chunks = [0, 40, 20].map(|start| with_dictionaries(frame(50, start)));
        let frame = chunks[0]
            .vstack(&chunks[1])
            .unwrap()
            .vstack(&chunks[2])
            .unwrap();
        for options in every_option() {
            assert!(read(ours(&frame, &options)).equals_missing(&frame));
        }
    }

    #[test]
    fn appended_frames_may_bring_new_categories() {
        let frames = [0, 40, 20].map(|start| with_dictionaries(frame(50, start)));
        let all = frames[0]
            .vstack(&frames[1])
            .unwrap()
            .vstack(&frames[2])
            .unwrap();
        for options in every_option() {
            let (mut file, mut stream) = (Vec::new(), Vec::new());
            let encoders = [encoder(&all, &options), encoder(&all, &options)];
            let [a, b] = encoders;
            let mut sessions = [
                Session::file(a, &options, &mut file, Progress::default())
                    .ok()
                    .unwrap(),
                Session::stream(b, &options, &mut stream, Progress::default())
                    .ok()
                    .unwrap(),
            ];
            for session in &mut sessions {
                for frame in &frames {
                    session.append(frame).ok().unwrap();
                }
                session.finish().ok().unwrap();
            }
            drop(sessions);
            assert!(read(file).equals_missing(&all));
            let stream = IpcStreamReader::new(Cursor::new(stream)).finish().unwrap();
            assert!(stream.equals_missing(&all));
        }
    }

    #[test]
    fn the_record_batch_size_is_honoured() {
        let frame = frame(70, 0).vstack(&frame(35, 70)).unwrap();
        let mut options = options(None, CompatLevel::newest());
        options.record_batch_size = NonZeroUsize::new(50);
        let bytes = ours(&frame, &options);
        let layout = Layout::of_file(&Data::Memory(bytes.clone().into())).unwrap();
        assert_eq!(
            layout
                .batches
                .iter()
                .map(|batch| batch.rows)
                .collect::<Vec<_>>(),
            [50, 50, 5]
        );
        assert!(read(bytes).equals_missing(&frame));
    }
}
