//! What a mount is made of: a prefix of URLs, a directory, and rules. Checked
//! piece by piece as it is set; a wrong value leaves the one before.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ta_codec::accept::Coding;

use super::media;
use super::root::Symlinks;

/// A directory mounted at a prefix of URLs.
///
/// ```no_run
/// use ta_server::files::{Mount, OnMissing};
///
/// # fn main() -> Result<(), ta_server::files::MountError> {
/// let mut assets = Mount::new("/assets/", "/srv/www/assets")?;
/// assets.hide(&["**.map"])?.cache_control("max-age=3600")?.on_missing(OnMissing::Next);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Mount {
    pub(crate) prefix: String,
    pub(crate) root: PathBuf,
    pub(crate) index: Vec<String>,
    pub(crate) on_missing: OnMissing,
    /// Codings of siblings, the preferred one first.
    pub(crate) codings: Vec<Coding>,
    pub(crate) dotfiles: Dotfiles,
    pub(crate) symlinks: Symlinks,
    globs: Vec<String>,
    hidden: GlobSet,
    pub(crate) tags: Tags,
    pub(crate) preconditions: bool,
    pub(crate) cache_control: Option<Box<[u8]>>,
    pub(crate) headers: Vec<Header>,
    media: HashMap<Box<[u8]>, Box<str>>,
    pub(crate) cache: (usize, Duration),
    pub(crate) browse: bool,
}

/// Name, in lower case, and value.
type Header = (Box<[u8]>, Box<[u8]>);

/// What happens when there is no such file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMissing {
    /// The answer is 404.
    #[default]
    NotFound,
    /// The next mount is asked, and the handler after the last.
    Next,
}

/// What happens with names that begin with a dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dotfiles {
    /// The answer is 404.
    #[default]
    Deny,
    /// They are files like others.
    Allow,
    /// They are missing.
    Ignore,
}

/// Entity tags of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tags {
    /// None, and `If-None-Match` is never met.
    Off,
    /// Weak ones: good for `If-None-Match`.
    #[default]
    Weak,
    /// Strong ones, good for `If-Match` and `If-Range` too: where nobody
    /// changes a file twice within a tick of the file system's clock.
    Strong,
}

/// A value that a mount does not take.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MountError {
    /// Not `/`, or not with a slash at both ends, or an empty segment in it.
    #[error("the URL prefix must begin and end with \"/\" and have no empty segment")]
    Prefix,
    /// Empty or relative.
    #[error("the root directory must be an absolute path")]
    RootPath,
    /// The directory is not there, or is none.
    #[error("the root directory cannot be used: {0}")]
    Root(#[source] std::io::Error),
    /// `/` itself.
    #[error("the root directory must not be the root of the file system")]
    RootOfAll,
    /// Empty, or a path.
    #[error("an index file must be a name without \"/\"")]
    Index,
    /// Another one than `br`, `gzip` and `zstd`.
    #[error("a coding must be one of br, gzip and zstd")]
    Coding,
    /// An empty pattern, or one that cannot be understood.
    #[error("the pattern cannot be used: {0}")]
    Glob(String),
    /// Neither a token nor a clean value.
    #[error("a header must have a token for a name and a value without control bytes")]
    Header,
    /// Empty, or with a dot or slash in it.
    #[error("an extension must not be empty nor have \".\" or \"/\" in it")]
    Extension,
    /// Empty or unclean.
    #[error("a media type must not be empty nor have control bytes in it")]
    Media,
}

type Changed<'a> = Result<&'a mut Mount, MountError>;

impl Mount {
    /// The directory `root`, whose path is absolute, for URLs that begin with
    /// `prefix`, which has a slash at both ends; `/` is everything.
    ///
    /// # Errors
    /// [`MountError`] about one of the two.
    pub fn new(prefix: &str, root: impl AsRef<Path>) -> Result<Self, MountError> {
        let well_formed = prefix.starts_with('/')
            && prefix.ends_with('/')
            && !prefix.contains("//")
            && !prefix.contains('\0');
        if !well_formed {
            return Err(MountError::Prefix);
        }
        let root = root.as_ref();
        if !root.is_absolute() || root.as_os_str().as_bytes().contains(&0) {
            return Err(MountError::RootPath);
        }
        let root = root.canonicalize().map_err(MountError::Root)?;
        if root.parent().is_none() {
            return Err(MountError::RootOfAll);
        }
        if !root.metadata().map_err(MountError::Root)?.is_dir() {
            return Err(MountError::Root(rustix::io::Errno::NOTDIR.into()));
        }
        Ok(Self {
            prefix: prefix.to_owned(),
            root,
            index: vec!["index.html".to_owned()],
            on_missing: OnMissing::default(),
            codings: Vec::new(),
            dotfiles: Dotfiles::default(),
            symlinks: Symlinks::default(),
            globs: Vec::new(),
            hidden: GlobSet::empty(),
            tags: Tags::default(),
            preconditions: false,
            cache_control: None,
            headers: Vec::new(),
            media: HashMap::new(),
            cache: (0, Duration::from_secs(60)),
            browse: false,
        })
    }

    /// The prefix.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The directory, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Files that stand for their directory, the first that is there;
    /// `index.html` by default.
    ///
    /// # Errors
    /// [`MountError::Index`]
    pub fn index<S: AsRef<str>>(&mut self, names: &[S]) -> Changed<'_> {
        let names = names.iter().map(AsRef::as_ref);
        let is_name = |name: &str| {
            !name.is_empty() && !name.contains(['/', '\0']) && name != "." && name != ".."
        };
        if !names.clone().all(is_name) {
            return Err(MountError::Index);
        }
        self.index = names.map(str::to_owned).collect();
        Ok(self)
    }

    /// What happens when there is no such file; 404 by default.
    pub fn on_missing(&mut self, on_missing: OnMissing) -> &mut Self {
        self.on_missing = on_missing;
        self
    }

    /// Sends `x.br`, `x.gz` or `x.zst` beside `x` to clients that take `br`,
    /// `gzip` or `zstd`, in addition to those set before. None by default.
    ///
    /// # Errors
    /// [`MountError::Coding`]
    pub fn precompressed<S: AsRef<str>>(&mut self, codings: &[S]) -> Changed<'_> {
        let mut wanted = self.codings.clone();
        for name in codings {
            let coding = Coding::PREFERRED
                .into_iter()
                .find(|coding| coding.name() == name.as_ref());
            wanted.push(coding.ok_or(MountError::Coding)?);
        }
        self.codings = Coding::PREFERRED
            .into_iter()
            .filter(|coding| wanted.contains(coding))
            .collect();
        Ok(self)
    }

    /// Sends files only as they are.
    pub fn not_precompressed(&mut self) -> &mut Self {
        self.codings.clear();
        self
    }

    /// What happens with names that begin with a dot; 404 by default.
    pub fn dotfiles(&mut self, dotfiles: Dotfiles) -> &mut Self {
        self.dotfiles = dotfiles;
        self
    }

    /// Whether links below the root are followed; never by default.
    pub fn symlinks(&mut self, symlinks: Symlinks) -> &mut Self {
        self.symlinks = symlinks;
        self
    }

    /// Has everything be missing that matches, or lies in a directory that
    /// does: shell patterns of paths relative to the root, in which `*` and `?`
    /// do not match a slash and `**` does. Adds to what was set before.
    ///
    /// # Errors
    /// [`MountError::Glob`]
    pub fn hide<S: AsRef<str>>(&mut self, globs: &[S]) -> Changed<'_> {
        let mut all = self.globs.clone();
        all.extend(globs.iter().map(|glob| glob.as_ref().to_owned()));
        let mut set = GlobSetBuilder::new();
        for glob in &all {
            if glob.is_empty() {
                return Err(MountError::Glob("it is empty".to_owned()));
            }
            let glob = GlobBuilder::new(glob).literal_separator(true).build();
            set.add(glob.map_err(|error| MountError::Glob(error.to_string()))?);
        }
        self.hidden = set
            .build()
            .map_err(|error| MountError::Glob(error.to_string()))?;
        self.globs = all;
        Ok(self)
    }

    /// Entity tags; weak ones by default.
    pub fn tags(&mut self, tags: Tags) -> &mut Self {
        self.tags = tags;
        self
    }

    /// Whether `If-Match` and `If-Unmodified-Since` are looked at and may lead
    /// to 412. Off by default: reading does no harm, and weak tags never meet
    /// an `If-Match`.
    pub fn preconditions(&mut self, enabled: bool) -> &mut Self {
        self.preconditions = enabled;
        self
    }

    /// The value of `cache-control`; empty, the default, for none.
    ///
    /// # Errors
    /// [`MountError::Header`]
    pub fn cache_control(&mut self, value: &str) -> Changed<'_> {
        if !value.is_empty() && !ta_http1::is_field_value(value.as_bytes()) {
            return Err(MountError::Header);
        }
        self.cache_control = (!value.is_empty()).then(|| value.as_bytes().into());
        Ok(self)
    }

    /// One more field of answers with a file; on 304 too, but for
    /// `content-…`. Replaces one of the same name.
    ///
    /// # Errors
    /// [`MountError::Header`]
    pub fn header(&mut self, name: &[u8], value: &[u8]) -> Changed<'_> {
        if !ta_http1::is_token(name) || !ta_http1::is_field_value(value) {
            return Err(MountError::Header);
        }
        let name: Box<[u8]> = name.to_ascii_lowercase().into();
        match self.headers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value.into(),
            None => self.headers.push((name, value.into())),
        }
        Ok(self)
    }

    /// The media type of files with this extension, given without dot.
    ///
    /// # Errors
    /// [`MountError::Extension`], [`MountError::Media`]
    pub fn media_type(&mut self, extension: &str, media: &str) -> Changed<'_> {
        if extension.is_empty() || extension.contains(['.', '/', '\0']) {
            return Err(MountError::Extension);
        }
        if media.is_empty() || !ta_http1::is_field_value(media.as_bytes()) {
            return Err(MountError::Media);
        }
        let extension = extension.to_ascii_lowercase().into_bytes().into();
        self.media.insert(extension, media.into());
        Ok(self)
    }

    /// Keeps so many files open for so long; a change of one may go unseen
    /// meanwhile. Zero files, the default, is off. One cache serves all mounts
    /// of a worker: the largest size and the shortest time win.
    pub fn open_files(&mut self, entries: usize, lifetime: Duration) -> &mut Self {
        self.cache = (entries, lifetime);
        self
    }

    /// Lists directories without an index file. Off by default.
    pub fn browse(&mut self, enabled: bool) -> &mut Self {
        self.browse = enabled;
        self
    }

    /// Whether a path below the root is hidden by a pattern.
    pub(crate) fn hides(&self, relative: &[u8]) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let slashes = relative
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'/')
            .map(|(at, _)| at);
        slashes.chain([relative.len()]).any(|end| {
            self.hidden
                .is_match(Path::new(OsStr::from_bytes(&relative[..end])))
        })
    }

    /// The media type of a file.
    pub(crate) fn media_of(&self, relative: &[u8]) -> std::borrow::Cow<'static, str> {
        if !self.media.is_empty()
            && let Some(extension) = media::extension(relative)
            && let Some(media) = self.media.get(&*extension.to_ascii_lowercase())
        {
            return media.to_string().into();
        }
        media::of_path(relative).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount() -> Mount {
        Mount::new("/", env!("CARGO_MANIFEST_DIR")).unwrap()
    }

    #[test]
    fn prefix_and_root_are_checked() {
        let here = env!("CARGO_MANIFEST_DIR");
        for prefix in ["", "a", "/a", "a/", "//", "/a//b/", "/a\0/"] {
            assert!(
                matches!(Mount::new(prefix, here), Err(MountError::Prefix)),
                "{prefix}"
            );
        }
        for root in ["", ".", "src", "\0"] {
            assert!(
                matches!(Mount::new("/", root), Err(MountError::RootPath)),
                "{root}"
            );
        }
        assert!(matches!(Mount::new("/", "/"), Err(MountError::RootOfAll)));
        assert!(matches!(
            Mount::new("/", "/nowhere/at/all"),
            Err(MountError::Root(_))
        ));
        let file = format!("{here}/Cargo.toml");
        assert!(matches!(Mount::new("/", file), Err(MountError::Root(_))));
    }

    #[test]
    fn a_wrong_value_leaves_the_one_before() {
        let mut mount = mount();
        assert!(mount.index(&["a", "b/c"]).is_err());
        assert_eq!(mount.index, ["index.html"]);
        mount.hide(&["*.map"]).unwrap();
        assert!(mount.hide(&["x", "[z-a]"]).is_err());
        assert!(mount.hides(b"a.map") && !mount.hides(b"x"));
        mount.precompressed(&["gzip"]).unwrap();
        assert!(mount.precompressed(&["br", "deflate"]).is_err());
        assert_eq!(mount.codings, [Coding::Gzip]);
        assert!(mount.cache_control("a\r\nb").is_err() && mount.cache_control.is_none());
    }

    #[test]
    fn patterns_know_slashes_and_hide_what_is_below() {
        let mut mount = mount();
        mount
            .hide(&["*.bak", "private", "**/secret.*", "logs/**"])
            .unwrap();
        for hidden in [
            "a.bak",
            "private",
            "private/a/b",
            "secret.txt",
            "a/b/secret.x",
            "logs/a",
            "logs/a/b",
        ] {
            assert!(mount.hides(hidden.as_bytes()), "{hidden}");
        }
        for shown in ["a/b.bak", "privates", "a/private", "secret", "logs", "log"] {
            assert!(!mount.hides(shown.as_bytes()), "{shown}");
        }
    }

    #[test]
    fn a_repeated_header_replaces_and_types_ignore_case() {
        let mut mount = mount();
        mount
            .header(b"X-A", b"1")
            .unwrap()
            .header(b"x-a", b"2")
            .unwrap();
        assert_eq!(mount.headers.len(), 1);
        assert_eq!(&*mount.headers[0].1, b"2");
        mount.media_type("FOO", "text/foo").unwrap();
        assert_eq!(mount.media_of(b"a/b.fOo"), "text/foo");
        assert_eq!(mount.media_of(b"a/b.css"), "text/css; charset=utf-8");
    }
}
