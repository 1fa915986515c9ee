//! One request head, owning its bytes in two buffers that survive from request to request, so
//! a pooled head costs no allocation. It only stores and looks up; what is valid is decided by
//! `request_line` and `fields` before anything is stored.

use crate::{Version, swar};

/// How much body follows a head (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyLength {
    /// So many bytes; `Known(0)` is a request without body.
    Known(u64),
    /// The length shows at the end: chunked transfer coding, or a stream of a later version
    /// whose client declared none.
    Unknown,
}

/// The head of a request: request line, fields and what they say about framing and the
/// connection. Meaningful after [`Event::Head`](crate::Event::Head) was yielded for it.
#[derive(Clone, Debug)]
pub struct RequestHead {
    method: &'static str,
    version: Version,
    body_length: BodyLength,
    keep_alive: bool,
    expects_continue: bool,
    accepts_trailers: bool,
    target: TargetParts,
    /// What only later versions have; empty otherwise.
    scheme: (u32, u32),
    protocol: (u32, u32),
    /// The target, then all field names in lower case. A `String` because slicing one is a
    /// boundary check where bytes would have to be validated on every access.
    text: String,
    /// The field values, possibly with other bytes of the field section between them.
    values: Vec<u8>,
    fields: Vec<FieldRecord>,
}

/// Where the parts of the target lie in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TargetParts {
    pub(crate) length: u32,
    /// Of an absolute-form target; empty otherwise.
    pub(crate) authority: (u32, u32),
    pub(crate) path: (u32, u32),
    /// Where the query begins, behind the `?`; it runs to the end of the target.
    pub(crate) query: Option<u32>,
}

/// A field as offsets into the two buffers. Heads are bounded far below 4 GiB by
/// `Limits::clamped`.
#[derive(Clone, Copy, Debug)]
struct FieldRecord {
    name: (u32, u32),
    value: (u32, u32),
}

/// What the fields mean for framing and the connection, as `fields` worked it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    pub(crate) body_length: BodyLength,
    pub(crate) keep_alive: bool,
    pub(crate) expects_continue: bool,
    pub(crate) accepts_trailers: bool,
}

impl RequestHead {
    /// An empty head; it allocates with the first request it receives.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            method: "",
            version: Version::Http11,
            body_length: BodyLength::Known(0),
            keep_alive: false,
            expects_continue: false,
            accepts_trailers: false,
            target: TargetParts {
                length: 0,
                authority: (0, 0),
                path: (0, 0),
                query: None,
            },
            scheme: (0, 0),
            protocol: (0, 0),
            text: String::new(),
            values: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Forgets the request but keeps the allocations, so that the head can be pooled.
    pub fn clear(&mut self) {
        self.method = "";
        self.version = Version::Http11;
        self.body_length = BodyLength::Known(0);
        self.keep_alive = false;
        self.expects_continue = false;
        self.accepts_trailers = false;
        self.target = TargetParts::default();
        self.scheme = (0, 0);
        self.protocol = (0, 0);
        self.text.clear();
        self.values.clear();
        self.fields.clear();
    }

    /// Heap bytes this head holds on to; a pool may drop heads that once met a large request.
    #[must_use]
    pub fn heap_size(&self) -> usize {
        self.text.capacity()
            + self.values.capacity()
            + self.fields.capacity() * size_of::<FieldRecord>()
    }

    /// The method, one of the well-known ones; empty when no request was stored.
    #[inline]
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Whether the method is `HEAD`, whose answer has no content (RFC 9110 §9.3.2).
    #[inline]
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// The request target exactly as received (RFC 9112 §3.2).
    #[inline]
    #[must_use]
    pub fn target(&self) -> &str {
        self.text(0, self.target.length)
    }

    /// The target's path without query, not decoded. Of an absolute-form target only the path
    /// part, `/` when that is empty (RFC 9110 §4.2.3); `*` for the asterisk form.
    #[inline]
    #[must_use]
    pub fn path(&self) -> &str {
        match self.target.path {
            (start, end) if start < end => self.text(start, end),
            _ if self.target.length == 0 => "",
            _ => "/",
        }
    }

    /// What follows the first `?` of the target, not decoded; `None` without `?`.
    #[inline]
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target
            .query
            .map(|start| self.text(start, self.target.length))
    }

    /// The host (and port) the request is for: that of an absolute-form target, which
    /// overrules the field (RFC 9112 §3.2.2), else the `Host` field. `None` only for
    /// HTTP/1.0 requests that have neither.
    #[must_use]
    pub fn authority(&self) -> Option<&str> {
        match self.target.authority {
            (start, end) if start < end => Some(self.text(start, end)),
            _ => self
                .field("host")
                .and_then(|value| std::str::from_utf8(value).ok()),
        }
    }

    /// The `:scheme` of the request (RFC 9113 §8.3.1), in lower case; `None` in HTTP/1, whose
    /// requests do not say.
    #[must_use]
    pub fn scheme(&self) -> Option<&str> {
        self.pseudo(self.scheme)
    }

    /// The `:protocol` of an extended CONNECT (RFC 8441 §4).
    #[must_use]
    pub fn protocol(&self) -> Option<&str> {
        self.pseudo(self.protocol)
    }

    fn pseudo(&self, (start, end): (u32, u32)) -> Option<&str> {
        (start < end).then(|| self.text(start, end))
    }

    /// The version in the request line.
    #[inline]
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// All fields in order of appearance: names in lower case, values without surrounding
    /// whitespace. Repeated fields appear repeatedly, except `content-length`, of which equal
    /// repetitions are dropped (RFC 9112 §6.3). `host` is that of an absolute-form target where
    /// there is one (§3.2.2).
    #[inline]
    #[must_use]
    pub fn fields(&self) -> Fields<'_> {
        Fields {
            head: self,
            records: self.fields.iter(),
        }
    }

    /// The value of the first field of that name, which must be given in lower case.
    #[must_use]
    pub fn field(&self, lower_name: &str) -> Option<&[u8]> {
        self.fields()
            .find(|(name, _)| *name == lower_name)
            .map(|(_, value)| value)
    }

    /// The number of fields [`fields`](Self::fields) yields.
    #[inline]
    #[must_use]
    pub fn field_count(&self) -> usize {
        self.fields.len()
    }

    /// How much body follows.
    #[inline]
    #[must_use]
    pub const fn body_length(&self) -> BodyLength {
        self.body_length
    }

    /// Whether the client wants the connection kept (RFC 9112 §9.3): in HTTP/1.1 unless it
    /// sent `Connection: close`, in HTTP/1.0 only with `Connection: keep-alive`.
    #[inline]
    #[must_use]
    pub const fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    /// Whether the client holds the body back until it sees `100 Continue` (RFC 9110 §10.1.1).
    /// False for requests without body and in HTTP/1.0.
    #[inline]
    #[must_use]
    pub const fn expects_continue(&self) -> bool {
        self.expects_continue
    }

    /// Whether the client sent `TE: trailers` and so will not discard trailer fields unread
    /// (RFC 9110 §6.5.1, §10.1.4). Always in later versions, whose streams have a place for
    /// them.
    #[inline]
    #[must_use]
    pub const fn accepts_trailers(&self) -> bool {
        self.accepts_trailers
    }

    /// Starts over with a request line.
    #[inline]
    pub(crate) fn begin(
        &mut self,
        method: &'static str,
        version: Version,
        target: &str,
        parts: TargetParts,
    ) {
        self.text.clear();
        self.values.clear();
        self.fields.clear();
        self.method = method;
        self.version = version;
        self.target = parts;
        self.scheme = (0, 0);
        self.protocol = (0, 0);
        self.text.push_str(target);
    }

    /// Adds what only later versions have, right after [`begin`](Self::begin).
    pub(crate) fn push_pseudo(&mut self, scheme: &str, protocol: &str) {
        let mut push = |part: &str| {
            let start = self.text.len();
            self.text.push_str(part);
            self.text[start..].make_ascii_lowercase();
            (start as u32, self.text.len() as u32)
        };
        (self.scheme, self.protocol) = (push(scheme), push(protocol));
    }

    /// Starts over and has `write` fill the head. When it gives up, nothing in the head means
    /// anything, but the allocations are kept.
    #[inline]
    pub(crate) fn draft<T>(
        &mut self,
        write: impl FnOnce(&mut Draft<'_>) -> Option<T>,
    ) -> Option<T> {
        let mut text = std::mem::take(&mut self.text).into_bytes();
        text.clear();
        self.values.clear();
        self.fields.clear();
        let written = write(&mut Draft {
            head: self,
            text: &mut text,
            name_at: 0,
        });
        if written.is_none() {
            text.clear();
        }
        // One validation for the whole text. It is ASCII, see `Draft`, so it never fails.
        self.text = String::from_utf8(text).ok()?;
        written
    }

    /// Appends a field and returns its name in lower case.
    #[inline]
    pub(crate) fn push(&mut self, name: &str, value: &[u8]) -> &str {
        let (name_start, value_start) = (self.text.len(), self.values.len());
        self.text.push_str(name);
        self.text[name_start..].make_ascii_lowercase();
        self.values.extend_from_slice(value);
        self.fields.push(FieldRecord {
            name: (name_start as u32, self.text.len() as u32),
            value: (value_start as u32, self.values.len() as u32),
        });
        &self.text[name_start..]
    }

    /// Gives the latest field the authority of an absolute-form target for its value, if the
    /// target has that form.
    pub(crate) fn overrule_value(&mut self) {
        let (start, end) = self.target.authority;
        if let Some(record) = self.fields.last_mut()
            && start < end
        {
            let authority = &self.text.as_bytes()[start as usize..end as usize];
            self.values.truncate(record.value.0 as usize);
            self.values.extend_from_slice(authority);
            record.value.1 = self.values.len() as u32;
        }
    }

    /// Appends to the value of the latest field.
    pub(crate) fn extend_value(&mut self, more: &[u8]) {
        if let Some(record) = self.fields.last_mut() {
            self.values.extend_from_slice(more);
            record.value.1 = self.values.len() as u32;
        }
    }

    /// Takes the latest field back.
    pub(crate) fn pop(&mut self) {
        if let Some(record) = self.fields.pop() {
            self.text.truncate(record.name.0 as usize);
            self.values.truncate(record.value.0 as usize);
        }
    }

    /// Completes the head.
    #[inline]
    pub(crate) fn conclude(&mut self, meaning: Meaning) {
        self.body_length = meaning.body_length;
        self.keep_alive = meaning.keep_alive;
        self.expects_continue = meaning.expects_continue;
        self.accepts_trailers = meaning.accepts_trailers;
    }

    #[inline]
    fn text(&self, start: u32, end: u32) -> &str {
        &self.text[start as usize..end as usize]
    }
}

/// A head that is being written. Its text is plain bytes meanwhile, all of them ASCII.
pub(crate) struct Draft<'a> {
    head: &'a mut RequestHead,
    text: &'a mut Vec<u8>,
    name_at: usize,
}

impl Draft<'_> {
    /// The request line; the target is ASCII.
    #[inline]
    pub(crate) fn begin(
        &mut self,
        method: &'static str,
        version: Version,
        target: &[u8],
        parts: TargetParts,
    ) {
        self.head.method = method;
        self.head.version = version;
        self.head.target = parts;
        self.head.scheme = (0, 0);
        self.head.protocol = (0, 0);
        self.text.extend_from_slice(target);
    }

    /// Appends the token at the front of `line` in lower case, as the name of the next field,
    /// and returns what follows it.
    #[inline]
    pub(crate) fn push_name<'b>(&mut self, line: &'b [u8]) -> &'b [u8] {
        self.name_at = self.text.len();
        swar::push_lower_token(self.text, line)
    }

    /// Appends the field of the latest name, with the value at that place in the field
    /// section, and returns the name.
    #[inline]
    pub(crate) fn push_value(&mut self, start: usize, length: usize) -> &[u8] {
        self.head.fields.push(FieldRecord {
            name: (self.name_at as u32, self.text.len() as u32),
            value: (start as u32, (start + length) as u32),
        });
        &self.text[self.name_at..]
    }

    /// Completes the head. `section` is what the places of the values refer to: one copy of
    /// all of it is cheaper than one of each value.
    #[inline]
    pub(crate) fn conclude(&mut self, section: &[u8], meaning: Meaning) {
        self.head.values.extend_from_slice(section);
        self.head.conclude(meaning);
    }
}

impl Default for RequestHead {
    fn default() -> Self {
        Self::new()
    }
}

/// Iterator over the fields of a [`RequestHead`]: lower-case name and value.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    head: &'a RequestHead,
    records: std::slice::Iter<'a, FieldRecord>,
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let FieldRecord { name, value } = *self.records.next()?;
        let name = self.head.text(name.0, name.1);
        Some((name, &self.head.values[value.0 as usize..value.1 as usize]))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.records.size_hint()
    }
}

impl ExactSizeIterator for Fields<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Connection, Event, Limits};

    fn receive(head: &mut RequestHead, input: &str) {
        let step = Connection::new(Limits::default()).receive(input.as_bytes(), head);
        assert_eq!(step.event, Event::Head);
    }

    #[test]
    fn a_head_is_reused_without_allocating_and_without_leftovers() {
        let mut head = RequestHead::new();
        receive(
            &mut head,
            "GET /long/path?with=query HTTP/1.1\r\nHost: example.com\r\nA: b\r\n\r\n",
        );
        let size = head.heap_size();
        assert!(size > 0);
        receive(&mut head, "GET / HTTP/1.0\r\n\r\n");
        assert_eq!(
            (head.path(), head.query(), head.field_count()),
            ("/", None, 0)
        );
        assert_eq!((head.field("host"), head.authority()), (None, None));
        head.clear();
        assert_eq!((head.method(), head.target(), head.path()), ("", "", ""));
        assert_eq!(head.heap_size(), size);
    }

    #[test]
    fn fields_keep_their_order_and_the_first_one_is_found() {
        let mut head = RequestHead::new();
        receive(
            &mut head,
            "GET / HTTP/1.1\r\nB: 1\r\nHost: h\r\nA: 2\r\nb: 3\r\n\r\n",
        );
        let fields: Vec<_> = head.fields().collect();
        let expected: [(&str, &[u8]); 4] = [("b", b"1"), ("host", b"h"), ("a", b"2"), ("b", b"3")];
        assert_eq!(fields, expected);
        assert_eq!(head.field("b"), Some(&b"1"[..]));
        assert_eq!(head.field("B"), None);
        assert_eq!(head.fields().len(), 4);
    }
}
