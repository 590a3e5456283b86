//! The temporary files that writers write beside their targets: made here, locked until they have their
//! name, and swept where a process that ended left them behind.
//!
//! A lock (`flock`) ends with its process. What nobody has locked is litter, if its name is of our form and
//! it is ours. Only Linux' local file systems are swept: on others a lock may be seen by one machine alone.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use jni::Env;
use jni::objects::{JClass, JString};
use jni::sys::jboolean;

use crate::jvm::{Error, Handle, Resource, Result};

/// A file that was made here, open and locked where that keeps others from sweeping it.
pub struct Temporary(#[expect(dead_code, reason = "it is closed in the end")] Option<File>);

pub type TemporaryHandle = Handle<Temporary>;

impl Resource for Temporary {
    const NAME: &'static str = "temporary file";
}

native! {
    "io.github.polars4j.internal.jni.NativeTemporary" [TemporaryHandle],
    static extern fn create(path: JString, owner_only: jboolean, name: JString) -> TemporaryHandle
}

/// Sweeps the folder, and makes the file, which is not there yet; 0 if it is, or was swept by another
/// process before it could be locked.
fn create(
    env: &mut Env<'_>,
    _: JClass<'_>,
    path: JString<'_>,
    owner_only: jboolean,
    name: JString<'_>,
) -> Result<TemporaryHandle> {
    let path = path.try_to_string(env)?;
    let name = name.try_to_string(env)?;
    let path = Path::new(&path);
    #[cfg(target_os = "linux")]
    if let Some(folder) = path.parent() {
        sweep::folder(folder);
    }
    match make(path, owner_only).and_then(|file| locked(file, path)) {
        Ok(Some(temporary)) => Ok(TemporaryHandle::store(temporary)),
        Ok(None) => Ok(TemporaryHandle::default()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(TemporaryHandle::default())
        },
        Err(error) => Err(Error::from(error).in_file(&name)),
    }
}

/// Makes the file; a link at its place is not followed.
fn make(path: &Path, owner_only: bool) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    if owner_only {
        private(&mut options);
    }
    options.open(path)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Windows renames no file that is open, and elsewhere nothing is swept.
#[cfg(not(target_os = "linux"))]
fn locked(_: File, _: &Path) -> io::Result<Option<Temporary>> {
    Ok(Some(Temporary(None)))
}

/// Locks the file, unless another process has swept it before.
#[cfg(target_os = "linux")]
fn locked(file: File, path: &Path) -> io::Result<Option<Temporary>> {
    use std::thread;
    use std::time::Duration;

    // Who sweeps has it for a moment. Who has it for longer keeps others from sweeping it, as we would.
    for _ in 0..20 {
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            _ => break,
        }
    }
    let there = sweep::is_at(&file, path)?;
    Ok(there.then_some(Temporary(Some(file))))
}

#[cfg(target_os = "linux")]
mod sweep {
    use std::collections::HashMap;
    use std::fs::{self, File};
    use std::io;
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
    use std::path::{Path, PathBuf};
    use std::sync::{LazyLock, Mutex, PoisonError};
    use std::time::{Duration, Instant};

    use crate::io::is_local;

    /// Looking at a folder takes no more than this part of the time.
    const PART: u32 = 100;

    /// How many folders are remembered.
    const FOLDERS: usize = 1000;

    /// When a folder may be looked at again.
    static NEXT: LazyLock<Mutex<HashMap<PathBuf, Instant>>> = LazyLock::new(Mutex::default);

    /// Removes what ended processes left in the folder. What cannot be removed stays for the next time.
    pub fn folder(folder: &Path) {
        let start = Instant::now();
        let due = |next: &mut HashMap<PathBuf, Instant>| {
            let due = next.get(folder).is_none_or(|next| *next <= start);
            if due {
                if next.len() >= FOLDERS {
                    next.clear();
                }
                // nobody else looks meanwhile
                next.insert(folder.to_owned(), start + Duration::from_secs(60));
            }
            due
        };
        if !due(&mut NEXT.lock().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        drop(look(folder));
        let end = Instant::now();
        let mut next = NEXT.lock().unwrap_or_else(PoisonError::into_inner);
        next.insert(folder.to_owned(), end + (end - start) * PART);
    }

    fn look(folder: &Path) -> io::Result<()> {
        if !is_local(&File::open(folder)?) {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(is_ours) {
                drop(remove_litter(&entry.path())); // it may have gone
            }
        }
        Ok(())
    }

    /// Whether a name is `.NAME.polars4j-0123456789abcdef.tmp`.
    fn is_ours(name: &str) -> bool {
        let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let inner = name
            .strip_prefix('.')
            .and_then(|rest| rest.strip_suffix(".tmp"));
        inner
            .and_then(|inner| inner.rsplit_once(".polars4j-"))
            .is_some_and(|(name, digits)| {
                !name.is_empty() && digits.len() == 16 && digits.as_bytes().iter().all(digit)
            })
    }

    fn remove_litter(path: &Path) -> io::Result<()> {
        let mut options = File::options();
        options.read(true);
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        let file = options.open(path)?;
        let found = file.metadata()?;
        // SAFETY: the call has no conditions.
        let ours = found.uid() == unsafe { libc::geteuid() };
        if ours && found.is_file() && file.try_lock().is_ok() && is_at(&file, path)? {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    /// Whether the path still leads to the file.
    pub fn is_at(file: &File, path: &Path) -> io::Result<bool> {
        let open = file.metadata()?;
        match fs::symlink_metadata(path) {
            Ok(there) => Ok((there.dev(), there.ino()) == (open.dev(), open.ino())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const LITTER: &str = ".a.arrow.polars4j-0123456789abcdef.tmp";

        #[test]
        fn only_names_of_that_form_are_ours() {
            for name in [
                LITTER,
                ".ä b.polars4j-ffffffffffffffff.tmp",
                "..polars4j-..polars4j-0000000000000000.tmp",
            ] {
                assert!(is_ours(name), "{name}");
            }
            for name in [
                "a.arrow.polars4j-0123456789abcdef.tmp",
                ".polars4j-0123456789abcdef.tmp",
                "..polars4j-0123456789abcdef.tmp",
                ".a.arrow.polars4j-0123456789ABCDEF.tmp",
                ".a.arrow.polars4j-0123456789abcde.tmp",
                ".a.arrow.polars4j-0123456789abcdef0.tmp",
                ".a.arrow.polars4j-0123456789abcdef.tmp2",
                ".a.arrow.0123456789abcdef.tmp",
                ".tmp",
            ] {
                assert!(!is_ours(name), "{name}");
            }
        }

        #[test]
        fn what_nobody_has_locked_is_removed() {
            let folder =
                std::env::temp_dir().join(format!("polars4j-sweep-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            let litter = folder.join(LITTER);
            let link = folder.join(".l.polars4j-0123456789abcdef.tmp");
            let directory = folder.join(".d.polars4j-0123456789abcdef.tmp");
            fs::write(&litter, "x").unwrap();
            fs::write(folder.join("other"), "x").unwrap();
            std::os::unix::fs::symlink("other", &link).unwrap();
            fs::create_dir(&directory).unwrap();
            let owner = File::open(&litter).unwrap();
            owner.lock().unwrap();
            look(&folder).unwrap();
            assert!(litter.exists());
            drop(owner);
            look(&folder).unwrap();
            assert!(!litter.exists());
            assert!(link.is_symlink() && directory.exists() && folder.join("other").exists());
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
