//! What is read is what polars' own reader reads.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::*;
use polars_io::RowIndex;

use super::*;
use crate::io::{Data, Limits, Selection};

fn all() -> Selection {
    Selection::all(Limits::default())
}

fn frame(rows: i32) -> DataFrame {
    let ids = || 0..rows;
    let text = |i: i32| match i % 4 {
        0 => None,
        1 => Some(format!("{i}")),
        2 => Some(format!("ä short {i}")),
        _ => Some(format!("a text longer than twelve bytes, with ünicode {i}")),
    };
    let lists = ids().map(|i| {
        Series::new(
            "".into(),
            ids().take(i as usize % 4).map(text).collect::<Vec<_>>(),
        )
    });
    let ints = Series::new("".into(), ids().collect::<Vec<_>>());
    let doubles: Vec<Option<f64>> = ids()
        .map(|i| (i % 7 > 0).then_some(f64::from(i) / 3.0))
        .collect();
    let texts = Series::new("text".into(), ids().map(text).collect::<Vec<_>>());
    let columns = vec![
        ints.clone().with_name("int".into()),
        Series::new("double".into(), doubles),
        Series::new(
            "bool".into(),
            ids()
                .map(|i| (i % 3 > 0).then_some(i % 2 == 0))
                .collect::<Vec<_>>(),
        ),
        texts
            .cast(&DataType::Binary)
            .unwrap()
            .with_name("binary".into()),
        texts.clone(),
        Series::new("list".into(), lists.collect::<Vec<_>>()),
        ints.cast(&DataType::Int128)
            .unwrap()
            .with_name("wide".into()),
        ints.cast(&DataType::Decimal(20, 3))
            .unwrap()
            .with_name("decimal".into()),
        ints.cast(&DataType::Time).unwrap().with_name("time".into()),
        ints.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
            .unwrap()
            .with_name("when".into()),
        texts
            .cast(&DataType::from_categories(Categories::global()))
            .unwrap()
            .with_name("category".into()),
        Series::new_null("null".into(), rows as usize),
    ];
    let fields = [columns[0].clone(), columns[4].clone(), columns[5].clone()];
    let mut columns: Vec<_> = columns.into_iter().map(Series::into_column).collect();
    let nested = StructChunked::from_series("struct".into(), rows as usize, fields.iter()).unwrap();
    columns.push(nested.into_series().into_column());
    DataFrame::new_infer_height(columns).unwrap()
}

/// Frames of several chunks, in each codec and form.
fn files() -> Vec<(DataFrame, Vec<u8>)> {
    let mut several = frame(100);
    several.vstack_mut(&frame(37)).unwrap();
    let codecs = [
        None,
        Some(IpcCompression::LZ4),
        Some(IpcCompression::ZSTD(Default::default())),
    ];
    let mut files = Vec::new();
    for compression in codecs {
        for level in [CompatLevel::oldest(), CompatLevel::newest()] {
            for mut frame in [frame(1000), frame(0), several.clone(), DataFrame::empty()] {
                frame = match frame.width() {
                    0 => frame,
                    _ => frame.drop("category").unwrap(), // polars cannot write it in chunks
                };
                let mut bytes = Vec::new();
                let mut writer = IpcWriter::new(&mut bytes)
                    .with_compression(compression)
                    .with_compat_level(level);
                writer.finish(&mut frame.clone()).unwrap();
                files.push((frame, bytes));
            }
        }
    }
    files
}

fn ours(bytes: &[u8], selection: &Selection) -> DataFrame {
    let data = Arc::new(Data::Memory(bytes.to_vec().into()));
    IpcFile::open(&data, &Limits::default())
        .unwrap()
        .read(&data, selection)
        .ok()
        .unwrap()
}

fn polars(bytes: &[u8], selection: &Selection) -> DataFrame {
    IpcReader::new(Cursor::new(bytes))
        .set_rechunk(selection.rechunk)
        .with_columns(selection.columns.clone())
        .with_n_rows(selection.n_rows)
        .with_row_index(selection.row_index.clone())
        .finish()
        .unwrap()
}

#[test]
fn whole_files() {
    for (frame, bytes) in files() {
        let read = ours(&bytes, &all());
        assert_eq!(read.schema(), frame.schema());
        assert!(read.equals_missing(&polars(&bytes, &all())));
        assert!(read.equals_missing(&frame));
        assert_eq!(read.max_n_chunks(), polars(&bytes, &all()).max_n_chunks());
    }
}

#[test]
fn some_columns_and_rows() {
    for (frame, bytes) in files() {
        for rows in [0, 1, 64, 99, 100, 101, 136, 5000] {
            let mut selection = all();
            selection.n_rows = Some(rows);
            assert!(
                ours(&bytes, &selection).equals_missing(&frame.head(Some(rows))),
                "{rows}"
            );
            if frame.width() == 0 {
                continue;
            }
            selection.columns = Some(vec!["struct".into(), "text".into(), "int".into()]);
            selection.row_index = Some(RowIndex {
                name: "row".into(),
                offset: 5,
            });
            selection.rechunk = true;
            let read = ours(&bytes, &selection);
            assert!(read.equals_missing(&polars(&bytes, &selection)), "{rows}");
            assert!(read.max_n_chunks() <= 1);
        }
    }
}

#[test]
fn categories_are_those_that_were_written() {
    for rows in [0, 1, 500] {
        let mut frame = frame(rows).select(["category", "int"]).unwrap();
        for compression in [None, Some(IpcCompression::LZ4)] {
            let mut bytes = Vec::new();
            let writer = IpcWriter::new(&mut bytes);
            writer
                .with_compression(compression)
                .finish(&mut frame)
                .unwrap();
            let read = ours(&bytes, &all());
            assert_eq!(read.schema(), frame.schema());
            assert!(read.equals_missing(&frame));
        }
    }
}

/// A file of one damaged byte is refused, or read; every byte takes its turn.
#[test]
fn damage_never_gets_past_the_checks() {
    let mut small = frame(9).drop("null").unwrap();
    for level in [CompatLevel::oldest(), CompatLevel::newest()] {
        let mut bytes = Vec::new();
        let mut writer = IpcWriter::new(&mut bytes).with_compat_level(level);
        writer.finish(&mut small).unwrap();
        for place in 8..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0xff;
            let data = Arc::new(Data::Memory(damaged.into()));
            // polars panics at some schemas: as an exception it harms nobody
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let file = IpcFile::open(&data, &Limits::default())?;
                file.read(&data, &all()).map(|frame| frame.to_string())
            }));
            drop(read);
        }
    }
}

/// Little of what lies in memory does not keep all of it there.
#[test]
fn a_small_part_is_copied() {
    let (_, bytes) = files().swap_remove(0);
    let data = Arc::new(Data::Memory(bytes.into()));
    let inside = |selection: &Selection| {
        let read = IpcFile::open(&data, &Limits::default())
            .unwrap()
            .read(&data, selection);
        let read = read.ok().unwrap();
        let column = read.column("int").unwrap().as_materialized_series().clone();
        let chunk = column.i32().unwrap().downcast_iter().next().unwrap();
        let Data::Memory(bytes) = &*data else {
            unreachable!()
        };
        bytes
            .as_ptr_range()
            .contains(&chunk.values().as_ptr().cast())
    };
    let mut selection = all();
    assert!(inside(&selection));
    selection.columns = Some(vec!["int".into()]);
    assert!(!inside(&selection));
}

/// What lies in memory is not copied, and what is not asked for is not read.
#[test]
fn only_what_is_asked_for_is_touched() {
    let (frame, bytes) = files().swap_remove(0);
    let place = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|part| part == what);
    let mut damaged = bytes;
    let text = "a text longer than twelve bytes, with ünicode 3".as_bytes();
    while let Some(start) = place(&damaged, text) {
        damaged[start] = 0xff;
    }
    let mut selection = all();
    let data = Arc::new(Data::Memory(damaged.clone().into()));
    assert!(
        IpcFile::open(&data, &Limits::default())
            .unwrap()
            .read(&data, &selection)
            .is_err()
    );
    selection.columns = Some(vec!["double".into(), "int".into()]);
    assert!(ours(&damaged, &selection).equals_missing(&frame.select(["double", "int"]).unwrap()));
}
