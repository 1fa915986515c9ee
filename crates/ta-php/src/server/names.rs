//! Strings that nearly every request needs (methods, versions, field names),
//! made once at module start and interned: giving one to PHP allocates and
//! counts nothing. What is not listed works all the same, with a new string.

use std::ptr::NonNull;
use std::sync::OnceLock;

use crate::zend::ffi::{self, zend_string};
use crate::zend::value::Str;

const METHODS: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "REPORT",
    "SEARCH",
    "UNLOCK",
];

const WORDS: &[&str] = &["HTTP", "1.0", "1.1", "127.0.0.1", "::1"];

/// Media types that the response's own methods set.
const TYPES: &[&str] = &[
    "application/json",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
];

/// Field names in lower case, as they are stored and sent.
const FIELDS: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "age",
    "allow",
    "authorization",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-security-policy",
    "content-type",
    "cookie",
    "date",
    "dnt",
    "etag",
    "expect",
    "expires",
    "forwarded",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "origin",
    "pragma",
    "priority",
    "range",
    "referer",
    "referrer-policy",
    "retry-after",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-user",
    "server",
    "set-cookie",
    "strict-transport-security",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "vary",
    "via",
    "www-authenticate",
    "x-content-type-options",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-frame-options",
    "x-powered-by",
    "x-real-ip",
    "x-request-id",
    "x-requested-with",
];

/// Longest name listed; nothing longer is looked up.
const LONGEST: usize = 32;

/// The strings, grouped by length: a lookup compares a handful at most.
struct Table {
    by_length: [Vec<(&'static [u8], NonNull<zend_string>)>; LONGEST + 1],
}

// SAFETY: the strings are permanent and interned: nobody writes to them or
// counts references, so any thread may hand them to its PHP.
unsafe impl Send for Table {}
// SAFETY: as above.
unsafe impl Sync for Table {}

static TABLE: OnceLock<Table> = OnceLock::new();

/// Makes the strings, at module start.
pub(super) fn register() {
    TABLE.get_or_init(|| {
        let mut by_length = [const { Vec::new() }; LONGEST + 1];
        for text in [METHODS, WORDS, TYPES, FIELDS].into_iter().flatten() {
            // SAFETY: module start, where strings are interned for the life of
            // the process; the pointer and length describe `text`.
            let string = unsafe { ffi::ta_string_interned(text.as_ptr(), text.len()) };
            let string = NonNull::new(string).expect("the engine returned no string");
            by_length[text.len()].push((text.as_bytes(), string));
        }
        Table { by_length }
    });
}

/// `text` as a PHP string; one of ours when it is listed.
pub(super) fn string(text: &[u8]) -> Str {
    known(text).unwrap_or_else(|| Str::new(text))
}

/// A field name as a PHP string in lower case.
pub(super) fn lower(name: &[u8]) -> Str {
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..name.len()) else {
        return Str::new(&name.to_ascii_lowercase());
    };
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    string(lower)
}

fn known(text: &[u8]) -> Option<Str> {
    let group = TABLE.get()?.by_length.get(text.len())?;
    let (_, string) = group.iter().find(|(listed, _)| *listed == text)?;
    // SAFETY: interned strings live as long as the process and own no count.
    Some(unsafe { Str::adopt(string.as_ptr()) })
}
