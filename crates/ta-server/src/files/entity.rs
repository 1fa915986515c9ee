//! One open file as HTTP sees it: its length and what tells one version of it
//! from another, worked out once.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::Stat;
use ta_codec::conditional::ETag;

use super::root::Opened;

/// An open regular file with its validators.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) file: Arc<File>,
    pub(crate) size: u64,
    pub(crate) modified: SystemTime,
    /// `W/"0123456789abcdef"`.
    etag: [u8; 20],
    last_modified: [u8; 29],
}

/// The last second that HTTP dates can express.
const LAST_SECOND: u64 = 253_402_300_799;

impl Entity {
    /// A file just opened.
    pub(crate) fn new(opened: Opened) -> Self {
        let stat = &opened.stat;
        let seconds = u64::try_from(stat.st_mtime).unwrap_or(0).min(LAST_SECOND);
        // RFC 9110 §8.8.2.1: no Last-Modified later than the message. A file
        // from the future is taken for one from now.
        let modified = (UNIX_EPOCH + Duration::from_secs(seconds)).min(SystemTime::now());
        let mut etag = *b"W/\"0000000000000000\"";
        let mut last_modified = [b' '; 29];
        let written = write!(&mut etag[3..19], "{:016x}", fingerprint(stat)).and_then(|()| {
            write!(
                &mut last_modified[..],
                "{}",
                httpdate::HttpDate::from(modified)
            )
        });
        debug_assert!(written.is_ok(), "both have a fixed length");
        Self {
            size: u64::try_from(stat.st_size).unwrap_or(0),
            modified,
            etag,
            last_modified,
            file: Arc::new(File::from(opened.fd)),
        }
    }

    /// The entity tag as a field value: weak, unless asked for a strong one.
    pub(crate) fn etag(&self, strong: bool) -> &[u8] {
        &self.etag[if strong { 2 } else { 0 }..]
    }

    pub(crate) fn tag(&self, strong: bool) -> ETag<'_> {
        ETag {
            weak: !strong,
            opaque: &self.etag[3..19],
        }
    }

    pub(crate) fn last_modified(&self) -> &[u8] {
        &self.last_modified
    }
}

/// A number that changes with the time of the last change, the size and the
/// inode: with whatever happens to a file short of two changes of equal size
/// within one tick of the file system's clock.
#[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
fn fingerprint(stat: &Stat) -> u64 {
    [
        stat.st_mtime as u64,
        stat.st_mtime_nsec as u64,
        stat.st_size as u64,
        stat.st_ino as u64,
    ]
    .into_iter()
    .fold(0, |hash, part| {
        // The finalizer of splitmix64: every bit of the input moves half of the output.
        let mut mixed = (hash ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}
