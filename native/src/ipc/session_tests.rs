use std::io::Cursor;
use std::num::NonZeroUsize;

use polars_utils::compression::ZstdLevel;

use super::super::layout::Layout;
use super::super::read::IpcFile;
use super::*;
use crate::io::{Data, Limits};

/// polars-io's own serial way.
fn write_with_polars(
    frame: &mut DataFrame,
    options: &WriteOptions,
    output: impl std::io::Write,
) -> Result<()> {
    let mut writer = IpcWriter::new(output)
        .with_compression(options.compression)
        .with_compat_level(options.compat_level)
        .with_parallel(false);
    if let Some(metadata) = &options.metadata {
        writer.set_custom_schema_metadata(metadata.clone());
    }
    Ok(writer.finish(frame)?)
}

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

fn options(compression: Option<IpcCompression>, compat_level: CompatLevel) -> WriteOptions {
    let metadata = [("first_name".into(), "John".into())];
    WriteOptions {
        compression,
        compat_level,
        parallel: true,
        record_batch_size: None,
        metadata: Some(Arc::new(metadata.into_iter().collect())),
        fields: Default::default(),
    }
}

fn every_option() -> impl Iterator<Item = WriteOptions> {
    let zstd = IpcCompression::ZSTD(ZstdLevel::try_new(5).unwrap());
    [None, Some(IpcCompression::LZ4), Some(zstd)]
        .into_iter()
        .flat_map(|codec| {
            [CompatLevel::oldest(), CompatLevel::newest()].map(|level| options(codec, level))
        })
}

fn session(
    frame: &DataFrame,
    options: &WriteOptions,
    shape: Shape,
    whole: bool,
) -> (Session, Output) {
    let output = Output::pieces();
    let schema = frame.schema().as_ref().clone();
    let session = Session::new(schema, options.clone(), output.clone(), shape, whole);
    (session.ok().unwrap(), output)
}

/// Appends the frame, and does the work.
fn append(session: &mut Session, frame: &DataFrame) {
    session.append(frame.clone()).ok().unwrap();
    while session.advance().ok().unwrap().is_some() {}
}

/// What was written.
fn drain(output: &Output) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((address, length)) = output.lend() {
        // SAFETY: lent until the next call.
        bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(address, length) });
    }
    bytes
}

fn written(frame: &DataFrame, options: &WriteOptions, shape: Shape) -> Vec<u8> {
    let (mut session, output) = session(frame, options, shape, true);
    append(&mut session, frame);
    session.finish().ok().unwrap();
    drain(&output)
}

fn ours(frame: &DataFrame, options: &WriteOptions) -> Vec<u8> {
    written(frame, options, Shape::File)
}

fn polars(frame: &DataFrame, options: &WriteOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_with_polars(&mut frame.clone(), options, &mut bytes)
        .ok()
        .unwrap();
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
            assert_same(ours(&frame, &options), polars(&frame, &options));
        }
    }
}

/// Sees to it that two files differ in what their footers say of rows alone.
fn assert_same(ours: Vec<u8>, polars: Vec<u8>) {
    let [a, b] = [&ours, &polars].map(|bytes| before_footer(bytes));
    assert!(a == b);
    let [a, b] = [ours, polars].map(|bytes| {
        let data = Data::Memory(bytes.into());
        let file = IpcFile::open(&data, &Limits::default()).unwrap();
        (file.dictionaries, file.batches)
    });
    assert_eq!(a, b);
}

/// What stands before a file's footer, in which polars-io says no rows of record batches.
fn before_footer(bytes: &[u8]) -> &[u8] {
    let (rest, tail) = bytes.split_at(bytes.len() - 10);
    let footer = u32::from_le_bytes(tail[..4].try_into().unwrap());
    &rest[..rest.len() - footer as usize]
}

#[test]
fn small_chunks_become_one_record_batch_and_large_ones_are_cut() {
    let mut many = frame(10, 0);
    for i in 1..100 {
        many.vstack_mut(&frame(10, i * 10)).unwrap();
    }
    let mut large = frame(3000, 0);
    large.vstack_mut(&frame(10, 3000)).unwrap();
    large.vstack_mut(&frame(20, 3010)).unwrap();
    let rows = |frame: &DataFrame, most| -> Vec<usize> {
        parallel::pieces(frame.clone(), most)
            .map(|piece| piece.height())
            .collect()
    };
    assert_eq!(rows(&many, 1024), [1000]);
    assert_eq!(rows(&many, 128), [vec![120; 8], vec![40]].concat());
    assert_eq!(rows(&large, 1024), [1024, 1024, 952, 30]);
    for options in every_option() {
        assert!(read(ours(&many, &options)).equals_missing(&many));
    }
}

#[test]
fn the_footer_says_the_rows_of_record_batches() {
    let frame = with_dictionaries(frame(70, 0));
    for mut options in every_option() {
        options.record_batch_size = NonZeroUsize::new(30);
        for parallel in [true, false] {
            options.parallel = parallel;
            let data = Data::Memory(ours(&frame, &options).into());
            let file = IpcFile::open(&data, &Limits::default()).unwrap();
            assert_eq!(file.rows, Some(vec![30, 30, 10]));
        }
    }
}

#[test]
fn rows_that_the_footer_says_wrongly_are_counted() {
    let mut options = options(None, CompatLevel::newest());
    options.record_batch_size = NonZeroUsize::new(30);
    let bytes = ours(&frame(70, 0), &options);
    for wrong in ["[10,60,70]", "[30,60,71]", "[30,60,7x]"] {
        let mut bytes = bytes.clone();
        let at = bytes
            .windows(10)
            .rposition(|part| part == b"[30,60,70]")
            .unwrap();
        bytes[at..at + 10].copy_from_slice(wrong.as_bytes());
        let layout = Layout::of_file(&Data::Memory(bytes.into()), &Limits::default()).unwrap();
        let rows: Vec<_> = layout.batches.iter().map(|batch| batch.rows).collect();
        assert_eq!(rows, [30, 30, 10]);
    }
}

#[test]
fn an_uncompressed_parallel_file_has_the_same_bytes_as_polars_own() {
    for options in every_option().filter(|options| options.compression.is_none()) {
        for frame in frames() {
            let mut whole = frame.clone();
            whole.rechunk_mut(); // small chunks become one record batch
            assert_same(ours(&frame, &options), polars(&whole, &options));
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
                    let layout =
                        Layout::of_file(&Data::Memory(bytes.clone().into()), &Limits::default())
                            .unwrap();
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
        let layout =
            Layout::of_file(&Data::Memory(bytes.clone().into()), &Limits::default()).unwrap();
        assert!(layout.batches.len() > 4);
        assert!(read(bytes).equals_missing(&large));
    }
}

fn stream(bytes: Vec<u8>) -> DataFrame {
    IpcStreamReader::new(Cursor::new(bytes)).finish().unwrap()
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
            let bytes = written(frame, &options, Shape::Stream);
            let cut = frame.height() > 512 * 512 && options.compat_level == CompatLevel::newest();
            match cut {
                // the text of each part is copied into one buffer, polars' own into several
                true => assert!(stream(bytes).equals_missing(&stream(expected))),
                false => assert!(bytes == expected),
            }
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
        let [file, stream] = [Shape::File, Shape::Stream].map(|shape| {
            let (mut session, output) = session(&all, &options, shape, false);
            for frame in &frames {
                append(&mut session, frame);
            }
            session.finish().ok().unwrap();
            drain(&output)
        });
        assert!(read(file).equals_missing(&all));
        assert!(self::stream(stream).equals_missing(&all));
    }
}

#[test]
fn the_record_batch_size_is_honoured() {
    let frame = frame(70, 0).vstack(&frame(35, 70)).unwrap();
    let mut options = options(None, CompatLevel::newest());
    options.record_batch_size = NonZeroUsize::new(50);
    let bytes = ours(&frame, &options);
    let layout = Layout::of_file(&Data::Memory(bytes.clone().into()), &Limits::default()).unwrap();
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
