//! The peer that calls polars-io's `IpcWriter` directly, on the system's allocator; and the plain
//! `write` of a file's bytes, which no writer can beat by much. It obeys the harness line by line:
//! fields are separated by tabs, the answer is `ok` with nanoseconds or `error` with a reason.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, Write};
use std::time::Instant;

use polars::prelude::*;
use polars_utils::compression::ZstdLevel;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What was loaded.
#[derive(Default)]
struct Data {
    frame: DataFrame,
    bytes: Vec<u8>,
}

fn main() -> Outcome<()> {
    let mut data = Data::default();
    println!("ready\tpolars-io {}", env!("POLARS_VERSION"));
    for line in io::stdin().lock().lines() {
        let line = line?;
        let fields: Vec<&str> = line.split('\t').collect();
        match data.obey(&fields) {
            Ok(nanos) => println!("ok\t{nanos}"),
            Err(error) => println!("error\t{}", error.to_string().replace(['\n', '\t'], " ")),
        }
    }
    Ok(())
}

impl Data {
    fn obey(&mut self, fields: &[&str]) -> Outcome<u128> {
        match *fields {
            ["load", way, path] => self.load(way, path).map(|()| 0),
            ["write", way, path, codec, compat, repeats] => {
                let mut times = Vec::new();
                for _ in 0..repeats.parse::<usize>()? {
                    if fs::exists(path)? {
                        fs::remove_file(path)?;
                    }
                    let start = Instant::now();
                    self.write(way, path, codec, compat)?;
                    times.push(start.elapsed().as_nanos());
                }
                times.sort_unstable();
                Ok(times[times.len() / 2])
            },
            _ => Err(format!("unknown command {fields:?}").into()),
        }
    }

    fn load(&mut self, way: &str, path: &str) -> Outcome<()> {
        if way == "bytes" {
            self.bytes = fs::read(path)?;
        } else {
            let frame = IpcReader::new(File::open(path)?);
            self.frame = frame.set_rechunk(true).finish()?;
        }
        Ok(())
    }

    fn write(&mut self, way: &str, path: &str, codec: &str, compat: &str) -> Outcome<()> {
        let mut file = File::create(path)?;
        if way == "bytes" {
            return Ok(file.write_all(&self.bytes)?);
        }
        IpcWriter::new(file)
            .with_compression(match codec {
                "uncompressed" => None,
                "lz4" => Some(IpcCompression::LZ4),
                "zstd" => Some(IpcCompression::ZSTD(ZstdLevel::try_new(3)?)),
                _ => return Err(format!("unknown codec {codec}").into()),
            })
            .with_compat_level(match compat {
                "oldest" => CompatLevel::oldest(),
                _ => CompatLevel::newest(),
            })
            .finish(&mut self.frame)?;
        Ok(())
    }
}
