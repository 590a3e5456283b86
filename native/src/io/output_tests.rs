//! Bytes come out as they went in, in their order, and what failed first is told.

use std::fs;
use std::path::PathBuf;

use super::*;

/// Another file for each test, in a folder of this process.
fn path(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("polars4j-output-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, b"").unwrap();
    path
}

fn open(path: &Path, name: &str) -> Option<Output> {
    Output::file(path.to_str().unwrap(), name).ok()
}

/// All pieces, with their sizes.
fn taken(output: &Output) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut sizes) = (Vec::new(), Vec::new());
    while let Some((start, length)) = output.lend() {
        // SAFETY: they stay where they are until the next call of `lend`.
        bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(start, length) });
        sizes.push(length);
    }
    (bytes, sizes)
}

fn numbered(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i % 251) as u8).collect()
}

fn told(error: Option<Error>) -> (String, Option<String>) {
    match error {
        Some(Error::Polars(error, file)) => (error.to_string(), file),
        _ => panic!("no I/O error"),
    }
}

#[test]
fn a_file_holds_what_was_written_and_takes_nothing_more_when_it_is_closed() {
    let path = path("whole");
    let mut output = open(&path, "whole").unwrap();
    assert!(output.is_file());
    let bytes = numbered(200_000);
    output.write_all(&bytes[..10]).unwrap();
    output
        .share(Piece::Shared(bytes[10..150_000].to_vec().into()))
        .unwrap();
    let back = output.give(bytes[150_000..].to_vec()).unwrap();
    assert_eq!(back.unwrap(), &bytes[150_000..]);
    assert!(output.lend().is_none());
    assert_eq!(output.written(), 200_000);
    output.flush().unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert!(output.close().is_ok());
    assert!(output.close().is_ok());
    output.flush().unwrap();
    assert!(!output.is_file());
    assert!(output.write_all(b"more").is_err());
    assert_eq!(output.written(), 200_000);
    let (message, file) = told(output.failure());
    assert_eq!(file.unwrap(), "whole");
    assert!(message.contains("it was closed"), "{message}");
    assert!(output.failure().is_none());
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn bytes_that_wait_are_written_when_the_file_is_closed() {
    let path = path("waiting");
    let mut output = open(&path, "waiting").unwrap();
    output.write_all(b"few").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"");
    assert!(output.close().is_ok());
    assert_eq!(fs::read(&path).unwrap(), b"few");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_the_name_by_whoever_meets_it_first() {
    let full = Path::new("/dev/full");
    let mut output = open(full, "data.arrow").unwrap();
    assert!(output.write_all(&numbered(1 << 17)).is_err());
    assert_eq!(output.written(), 0);
    assert!(output.write_all(&numbered(1 << 17)).is_err());
    let (message, file) = told(output.failure());
    assert_eq!(file.unwrap(), "data.arrow");
    assert!(message.contains("No space"), "{message}");

    let mut output = open(full, "data.arrow").unwrap();
    output.write_all(b"few").unwrap();
    assert!(output.flush().is_err());
    assert!(told(output.failure()).0.contains("No space"));

    let mut output = open(full, "data.arrow").unwrap();
    output.write_all(b"few").unwrap();
    assert!(output.close().is_err());
    assert!(told(output.failure()).0.contains("No space"));
    assert!(output.close().is_ok());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_closed_is_told_with_its_name() {
    use std::os::fd::{AsRawFd, FromRawFd};

    let there = File::open(path("unclosable")).unwrap();
    // So high that no other test gets this number meanwhile.
    // SAFETY: a number for an open file, which this test alone has and closes.
    let file = unsafe {
        let number = libc::fcntl(there.as_raw_fd(), libc::F_DUPFD, 900);
        assert!(number >= 900);
        assert_eq!(libc::close(number), 0);
        File::from_raw_fd(number)
    };
    let output = Output::to(Target::File(BufWriter::new(file)), "data.arrow");
    assert!(output.close().is_err());
    let (message, file) = told(output.failure());
    assert_eq!(file.unwrap(), "data.arrow");
    assert!(message.contains("Bad file descriptor"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_only_if_the_user_named_it() {
    let target = path("target");
    let link = target.with_file_name("link");
    let _ = fs::remove_file(&link);
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(open(&link, "target").is_none());
    let mut output = open(&link, "/elsewhere/link").unwrap();
    output.write_all(b"through").unwrap();
    assert!(output.close().is_ok());
    assert_eq!(fs::read(&target).unwrap(), b"through");
}

#[test]
fn small_writes_are_gathered_and_large_ones_stay_in_their_order() {
    let mut output = Output::pieces();
    assert!(!output.is_file());
    let bytes = numbered(GATHERED + 3 * LENT);
    output.write_all(&bytes[..100]).unwrap();
    output
        .share(Piece::Owned(bytes[100..100 + LENT - 1].to_vec()))
        .unwrap();
    let shared: Buffer<u8> = bytes[LENT + 99..2 * LENT + 99].to_vec().into();
    let place = shared.as_ptr();
    output.share(Piece::Shared(shared)).unwrap();
    output.write_all(&bytes[2 * LENT + 99..]).unwrap();
    assert_eq!(output.written(), bytes.len() as u64);
    output.flush().unwrap();
    assert!(output.close().is_ok());

    assert_eq!(output.lend().unwrap().1, LENT + 99);
    let (start, length) = output.lend().unwrap();
    assert_eq!((start, length), (place, LENT)); // no copy
    let (rest, sizes) = taken(&output);
    assert_eq!(rest, &bytes[2 * LENT + 99..]);
    assert_eq!(sizes, [GATHERED + LENT - 99]);
    assert!(output.lend().is_none());
}

#[test]
fn a_piece_is_closed_when_enough_is_gathered() {
    let mut output = Output::pieces();
    for part in numbered(2 * GATHERED).chunks(GATHERED / 2) {
        output.write_all(part).unwrap();
    }
    output.write_all(b"end").unwrap();
    let (bytes, sizes) = taken(&output);
    assert_eq!(sizes, [GATHERED, GATHERED, 3]);
    assert_eq!(&bytes[..2 * GATHERED], numbered(2 * GATHERED));
}

#[test]
fn a_large_piece_is_lent_part_by_part() {
    let output = Output::pieces();
    let bytes = numbered(2 * LENT_AT_MOST + 7);
    output.share(Piece::Owned(bytes.clone())).unwrap();
    let (lent, sizes) = taken(&output);
    assert!(lent == bytes);
    assert_eq!(sizes, [LENT_AT_MOST, LENT_AT_MOST, 7]);
}

#[test]
fn memory_of_pieces_that_were_written_is_used_again_but_not_while_it_is_lent() {
    let mut output = Output::pieces();
    let mut places = Vec::new();
    for _ in 0..3 {
        let bytes = numbered(GATHERED);
        places.push(bytes.as_ptr());
        assert!(output.give(bytes).unwrap().is_none());
    }
    output.lend().unwrap();
    assert!(output.spare().is_none()); // Java has it still
    output.lend().unwrap();
    output.lend().unwrap();
    assert!(output.lend().is_none());
    // no more than SPARE are kept
    for place in [places[1], places[0]] {
        let memory = output.spare().unwrap();
        assert_eq!(memory.as_ptr(), place);
        assert!(memory.is_empty());
    }
    assert!(output.spare().is_none());

    assert!(output.give(numbered(LENT)).unwrap().is_none()); // too small to be worth it
    taken(&output);
    assert!(output.spare().is_none());
}
