//! Maps files without a copy, while the kernel keeps others from changing them.
//!
//! A file that changes under a mapping changes checked values, and one that is cut off kills the
//! process. So a mapped file is under a read lease where one is to be had: whoever opens it for writing,
//! or truncates it, waits in the kernel until the lease is given up. A thread looks for that, puts a copy
//! in the place of the mapped pages and then gives the lease up.
//!
//! The kernel waits for 45 seconds and no longer. A process that is stopped for so long loses what others
//! change meanwhile: no mapping can be kept from that, so nothing is mapped unless the user asks for it.

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;

/// How often the leases are looked at: the kernel waits for 45 seconds.
const INTERVAL: Duration = Duration::from_millis(50);

/// File systems on which nobody else can change a file past this kernel.
const LOCAL: [u64; 8] = [
    0xef53,      // ext2 to ext4
    0x5846_5342, // XFS
    0x9123_683e, // Btrfs
    0xf2f5_2010, // F2FS
    0x2fc1_2fc1, // ZFS
    0xca45_1a4e, // bcachefs
    0x0102_1994, // tmpfs
    0x794c_7630, // overlayfs
];

/// A mapped file.
pub struct Leased(Arc<Mapping>);

struct Mapping {
    address: *mut c_void,
    length: usize,
    /// The file under its lease; `None` when the pages are a copy.
    file: Mutex<Option<File>>,
}

// SAFETY: the pages are only read, and the lock guards the rest.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

static LEASES: Mutex<Vec<Weak<Mapping>>> = Mutex::new(Vec::new());

impl Leased {
    /// Maps the file, or hands it back if it cannot be kept from changes.
    pub fn map(file: File) -> Result<Self, File> {
        if !is_local(&file) || lease(&file).is_err() {
            return Err(file);
        }
        // from here on the file is as long as it is
        let length = match file.metadata().map(|metadata| metadata.len()) {
            Ok(length) if length > 0 => length as usize,
            _ => return Err(released(file)),
        };
        let (protection, sharing) = (libc::PROT_READ, libc::MAP_SHARED);
        // SAFETY: a new mapping touches nothing that there is.
        let address = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                protection,
                sharing,
                file.as_raw_fd(),
                0,
            )
        };
        if address == libc::MAP_FAILED {
            return Err(released(file));
        }
        let mapping = Arc::new(Mapping {
            address,
            length,
            file: Mutex::new(Some(file)),
        });
        match watch(&mapping) {
            Ok(()) => Ok(Self(mapping)),
            Err(_) => Err(mapping.unlock()),
        }
    }
}

impl AsRef<[u8]> for Leased {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: so many bytes are mapped as long as this lives, and they do not change: they are a
        // copy before anybody can change the file.
        unsafe { std::slice::from_raw_parts(self.0.address.cast(), self.0.length) }
    }
}

/// Whether it lies on one of these.
pub fn is_local(file: &File) -> bool {
    // SAFETY: the structure is plain numbers, for which zeros do.
    let mut stat: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: the kernel fills the structure in.
    let code = unsafe { libc::fstatfs(file.as_raw_fd(), &mut stat) };
    code == 0 && LOCAL.contains(&(stat.f_type as u64 & 0xffff_ffff))
}

fn fcntl(file: &File, command: i32, argument: i32) -> io::Result<i32> {
    // SAFETY: the commands used here take a number.
    match unsafe { libc::fcntl(file.as_raw_fd(), command, argument) } {
        -1 => Err(io::Error::last_os_error()),
        result => Ok(result),
    }
}

/// Takes a read lease. The signal that tells of its end is one that nobody minds: the usual one would
/// end the process.
fn lease(file: &File) -> io::Result<()> {
    const F_SETSIG: i32 = 10; // the C library's headers hide it
    fcntl(file, F_SETSIG, libc::SIGURG)?;
    fcntl(file, libc::F_SETLEASE, libc::F_RDLCK).map(drop)
}

fn released(file: File) -> File {
    drop(fcntl(&file, libc::F_SETLEASE, libc::F_UNLCK));
    file
}

/// Looks at the leases as long as there are any.
fn watch(mapping: &Arc<Mapping>) -> io::Result<()> {
    let mut leases = LEASES.lock().unwrap_or_else(PoisonError::into_inner);
    if leases.is_empty() {
        let thread = thread::Builder::new().name("polars4j-leases".into());
        thread.spawn(keep_watch)?;
    }
    leases.push(Arc::downgrade(mapping));
    Ok(())
}

fn keep_watch() {
    loop {
        thread::sleep(INTERVAL);
        let leases: Vec<Arc<Mapping>> = {
            let mut leases = LEASES.lock().unwrap_or_else(PoisonError::into_inner);
            leases.retain(|lease| lease.upgrade().is_some_and(|mapping| mapping.is_leased()));
            if leases.is_empty() {
                return; // and the next mapping starts another thread
            }
            leases.iter().filter_map(Weak::upgrade).collect()
        };
        leases.iter().for_each(|mapping| mapping.give_way());
    }
}

impl Mapping {
    /// Gives the lease up before anybody uses the mapping.
    fn unlock(&self) -> File {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        released(file.take().expect("nobody took it"))
    }

    fn is_leased(&self) -> bool {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.is_some()
    }

    /// If somebody waits for the file, puts a copy in the place of its pages and lets them go on.
    fn give_way(&self) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = |file: &&File| !matches!(fcntl(file, libc::F_GETLEASE, 0), Ok(libc::F_RDLCK));
        let copied = file.as_ref().filter(wanted).map(|file| self.copy(file));
        let lost = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
        if copied.is_some_and(|copied| copied.as_ref().err().is_none_or(lost)) {
            *file = None; // closing the file gives the lease up
        }
    }

    /// Replaces the pages, under the eyes of those who read them, by others with the same content. It is
    /// read from the file: pages of one that was cut off are not there to be copied.
    fn copy(&self, file: &File) -> io::Result<()> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let sharing = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping touches nothing that there is.
        let copy = unsafe { libc::mmap(ptr::null_mut(), self.length, protection, sharing, -1, 0) };
        if copy == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: so many bytes are mapped there, and nobody else knows of them.
        let bytes = unsafe { std::slice::from_raw_parts_mut(copy.cast::<u8>(), self.length) };
        let moving = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED;
        let moved = file.read_exact_at(bytes, 0).and_then(|()| {
            // SAFETY: both are as long, and the new pages, which nobody knows yet, take the place of the
            // old ones at once.
            let moved = unsafe {
                libc::mprotect(copy, self.length, libc::PROT_READ);
                libc::mremap(copy, self.length, self.length, moving, self.address)
            };
            match moved == libc::MAP_FAILED {
                true => Err(io::Error::last_os_error()),
                false => Ok(()),
            }
        });
        moved.inspect_err(|_| {
            // SAFETY: nobody knows of it.
            unsafe { libc::munmap(copy, self.length) };
        })
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: nobody looks at the pages any more. The lease goes with the file.
        unsafe { libc::munmap(self.address, self.length) };
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;
    use std::fs::{self, OpenOptions};
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::*;

    fn file(folder: &str, name: &str) -> PathBuf {
        let path = Path::new(folder).join(format!("polars4j-{}-{name}", std::process::id()));
        fs::write(&path, vec![7; 3 << 20]).unwrap();
        path
    }

    fn folders() -> Vec<String> {
        let temporary = std::env::temp_dir().to_str().unwrap().to_owned();
        let shared = "/dev/shm".to_owned();
        let folders = [temporary, shared];
        folders
            .into_iter()
            .filter(|folder| Path::new(folder).is_dir())
            .collect()
    }

    /// Ways to change a file; a process that opens it with `O_NONBLOCK` is refused instead.
    const CHANGES: [fn(&Path); 3] = [
        |path| {
            let changed = Command::new("sh").args(["-c", ": > $0"]).arg(path).status();
            assert!(changed.unwrap().success());
        },
        |path| {
            let file = OpenOptions::new().write(true).open(path).unwrap();
            file.write_all_at(b"xxxx", 1 << 20).unwrap();
        },
        |path| {
            let path = CString::new(path.to_str().unwrap()).unwrap();
            // SAFETY: the path is a C string.
            assert_eq!(unsafe { libc::truncate(path.as_ptr(), 10) }, 0);
        },
    ];

    #[test]
    fn who_changes_a_mapped_file_waits_for_its_copy() {
        for folder in folders() {
            for change in CHANGES {
                let path = file(&folder, "changed");
                let Ok(mapped) = Leased::map(File::open(&path).unwrap()) else {
                    panic!("no lease in {folder}");
                };
                assert!(mapped.0.is_leased());
                change(&path);
                assert!(!mapped.0.is_leased());
                assert!(fs::read(&path).unwrap() != mapped.as_ref());
                assert!(mapped.as_ref().iter().all(|byte| *byte == 7));
                fs::remove_file(path).unwrap();
            }
        }
    }

    #[test]
    fn a_removed_or_replaced_file_stays_mapped() {
        let path = file(&folders()[0], "replaced");
        let other = file(&folders()[0], "other");
        let Ok(mapped) = Leased::map(File::open(&path).unwrap()) else {
            panic!("no lease");
        };
        fs::write(&other, "new").unwrap();
        fs::rename(&other, &path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(mapped.0.is_leased());
        assert!(mapped.as_ref().iter().all(|byte| *byte == 7));
    }

    #[test]
    fn of_a_file_that_was_cut_off_nothing_is_copied() {
        let path = file(&folders()[0], "cut");
        let file = File::open(&path).unwrap();
        let Ok(mapped) = Leased::map(file.try_clone().unwrap()) else {
            panic!("no lease");
        };
        mapped.0.unlock(); // as the kernel does when it has waited for long enough
        fs::write(&path, "short").unwrap();
        let error = mapped.0.copy(&file).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_is_being_written_is_not_mapped() {
        let path = file(&folders()[0], "written");
        let writing = OpenOptions::new().append(true).open(&path).unwrap();
        assert!(Leased::map(File::open(&path).unwrap()).is_err());
        drop(writing);
        let mapped = Leased::map(File::open(&path).unwrap());
        assert!(mapped.is_ok());
        drop(mapped);
        fs::write(&path, "").unwrap(); // nobody waits: the lease is gone with the mapping
        assert!(Leased::map(File::open(&path).unwrap()).is_err());
        fs::remove_file(path).unwrap();
    }
}
