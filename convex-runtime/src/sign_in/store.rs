//! `TokenStore`: where secrets are kept between runs of a program.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use crate::Error;

/// Keeps the secrets of a signed-in user between runs of a program: one text for each store, such
/// as an entry of the system's keychain. It must not be readable by others.
///
/// ```
/// use std::{io, sync::Mutex};
/// use convex_runtime::sign_in::TokenStore;
///
/// /// Here the keychain of the operating system would be called.
/// #[derive(Default)]
/// struct Keychain(Mutex<Option<String>>);
///
/// impl TokenStore for Keychain {
///     fn load(&self) -> io::Result<Option<String>> {
///         Ok(self.0.lock().expect("no panic").clone())
///     }
///
///     fn save(&self, secret: Option<&str>) -> io::Result<()> {
///         *self.0.lock().expect("no panic") = secret.map(str::to_owned);
///         Ok(())
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// The secret that was saved last.
    ///
    /// # Errors
    ///
    /// When it cannot be read; the user is not taken for signed out then.
    fn load(&self) -> io::Result<Option<String>>;

    /// Keeps a secret, or removes the one that there is.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn save(&self, secret: Option<&str>) -> io::Result<()>;
}

/// Keeps a secret as long as the program runs.
///
/// ```
/// use convex_runtime::sign_in::{MemoryStore, TokenStore};
///
/// let store = MemoryStore::default();
/// store.save(Some("secret"))?;
/// assert_eq!(store.load()?.as_deref(), Some("secret"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Default)]
pub struct MemoryStore(Mutex<Option<String>>);

impl TokenStore for MemoryStore {
    fn load(&self) -> io::Result<Option<String>> {
        Ok(self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone())
    }

    fn save(&self, secret: Option<&str>) -> io::Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = secret.map(str::to_owned);
        Ok(())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

/// Keeps a secret in a file that only the user can read, where the operating system has such
/// permissions.
///
/// ```
/// use convex_runtime::sign_in::FileStore;
///
/// let store = FileStore::new("tokens.json");
/// ```
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// A store in the file at `path`; its folder has to exist when something is saved.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> io::Result<Option<String>> {
        match std::fs::read_to_string(&self.path) {
            Ok(secret) => Ok(Some(secret)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn save(&self, secret: Option<&str>) -> io::Result<()> {
        let Some(secret) = secret else {
            return match std::fs::remove_file(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        };
        // Another run of the program must not read half of it.
        let mut written = self.path.clone().into_os_string();
        written.push(".new");
        write_private(written.as_ref(), secret)?;
        std::fs::rename(&written, &self.path)
    }
}

fn write_private(path: &std::path::Path, secret: &str) -> io::Result<()> {
    use std::io::Write;

    // Its permissions would stay.
    let _ = std::fs::remove_file(path);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(secret.as_bytes())
}

/// A store that fails.
pub(super) fn failed(error: &io::Error) -> Error {
    Error::configuration(format!("the token store: {error}"))
}
