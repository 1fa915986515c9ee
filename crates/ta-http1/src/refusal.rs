//! Why a request is not served: one variant for every violation, so that a log line can say
//! what the client did, with the status that goes onto the wire. Writing that answer is
//! `respond`'s work.

/// A reason to answer with an error status and close (RFC 9112 §9.6), without asking the
/// application. Every variant but [`Overloaded`](Self::Overloaded) is the peer's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// 400: a line of the head, a chunk-size line or a trailer line ends in LF without CR.
    /// RFC 9112 §2.2 permits leniency; it is a classic of request smuggling, so there is none.
    #[error("client sent a line that ends in a bare LF")]
    BareLf,
    /// 400: CR not followed by LF (RFC 9112 §2.2).
    #[error("client sent a bare CR")]
    BareCr,
    /// 400: more empty lines before the request line than the robustness rule of
    /// RFC 9112 §2.2 has in mind.
    #[error("client sent too many empty lines before the request line")]
    EmptyLines,
    /// 400: the method is not a token (RFC 9112 §3.1); TLS sent to a clear-text port ends here.
    #[error("client sent a method that is not a token")]
    MethodSyntax,
    /// 400: no request target follows the method (RFC 9112 §3).
    #[error("client sent a request line without target")]
    MissingTarget,
    /// 400: the request line has more than a handful of spaces between two parts.
    #[error("client sent too much whitespace in the request line")]
    RequestLineSpaces,
    /// 400: a byte of the target may not stand there raw (RFC 9112 §3.2).
    #[error("client sent a target with a forbidden byte")]
    TargetSyntax,
    /// 400: the target has none of the forms of RFC 9112 §3.2, or one the method cannot have.
    #[error("client sent a target of a form the method cannot have")]
    TargetForm,
    /// 400: the request line ends after the target, as HTTP/0.9 would.
    #[error("client sent a request line without version")]
    MissingVersion,
    /// 400: the version is not `HTTP/` and digits (RFC 9112 §2.3), or an unknown 1.x.
    #[error("client sent a malformed or unknown HTTP/1 version")]
    VersionSyntax,
    /// 400: a field line begins with whitespace (`obs-fold`, RFC 9112 §5.2).
    #[error("client folded a field value over several lines")]
    LineFolding,
    /// 400: a field line has no colon (RFC 9112 §5).
    #[error("client sent a field line without colon")]
    MissingColon,
    /// 400: a field name is empty or not a token (RFC 9110 §5.1).
    #[error("client sent a field name that is not a token")]
    FieldName,
    /// 400: whitespace stands between field name and colon (RFC 9112 §5.1).
    #[error("client sent whitespace between field name and colon")]
    SpaceBeforeColon,
    /// 400: a field value holds NUL, CR or another control byte (RFC 9110 §5.5).
    #[error("client sent a field value with a control byte")]
    FieldValue,
    /// 400: an HTTP/1.1 request has no `Host` (RFC 9112 §3.2).
    #[error("client sent no Host")]
    MissingHost,
    /// 400: more than one `Host` (RFC 9112 §3.2).
    #[error("client sent Host more than once")]
    RepeatedHost,
    /// 400: `Host` is not what `:authority` says (RFC 9113 §8.3.1).
    #[error("client sent a Host that is not the :authority")]
    HostConflict,
    /// 400: `Host` is empty or not a host with optional port (RFC 9112 §3.2).
    #[error("client sent an invalid Host")]
    HostSyntax,
    /// 400: more than one `Content-Type` (RFC 9110 §8.3 makes it a singleton).
    #[error("client sent Content-Type more than once")]
    RepeatedContentType,
    /// 400: `Content-Length` is not a plain decimal number that fits 64 bits (RFC 9112 §6.3).
    #[error("client sent a Content-Length that is not a number")]
    ContentLengthSyntax,
    /// 400: several `Content-Length` disagree (RFC 9112 §6.3).
    #[error("client sent several Content-Length that disagree")]
    ContentLengthConflict,
    /// 400: both `Content-Length` and `Transfer-Encoding` (RFC 9112 §6.3, request smuggling).
    #[error("client sent both Content-Length and Transfer-Encoding")]
    LengthAndCoding,
    /// 400: `Transfer-Encoding` is malformed or does not end in `chunked` (RFC 9112 §6.3).
    #[error("client sent a Transfer-Encoding that does not end in chunked")]
    TransferEncodingSyntax,
    /// 400: more than one `Transfer-Encoding` field.
    #[error("client sent Transfer-Encoding more than once")]
    RepeatedTransferEncoding,
    /// 400: `Transfer-Encoding` in HTTP/1.0, whose framing is then faulty (RFC 9112 §6.1).
    #[error("client sent Transfer-Encoding in HTTP/1.0")]
    TransferEncodingIn10,
    /// 400: a chunk-size line does not begin with hexadecimal digits or goes on with
    /// something other than an extension (RFC 9112 §7.1).
    #[error("client sent a malformed chunk-size line")]
    ChunkSize,
    /// 400: a chunk size does not fit 64 bits (RFC 9112 §7.1).
    #[error("client sent a chunk size that overflows")]
    ChunkSizeOverflow,
    /// 400: a chunk extension holds a control byte (RFC 9112 §7.1.1).
    #[error("client sent a malformed chunk extension")]
    ChunkExtension,
    /// 400: the chunk-size lines of one body carry unreasonably many bytes besides the size.
    #[error("client flooded with chunk extensions")]
    ChunkExtensionFlood,
    /// 400: chunk data is not followed by CRLF (RFC 9112 §7.1).
    #[error("client sent chunk data that does not end in CRLF")]
    ChunkEnd,
    /// 400: a trailer line is not a field line (RFC 9112 §7.1.2).
    #[error("client sent a malformed trailer field")]
    TrailerSyntax,
    /// 400: the client closed its side within the body (RFC 9112 §8). Raised by the caller, who
    /// sees the end, when somebody waits for an answer all the same.
    #[error("client closed its side within the body")]
    Truncated,
    /// 405: `CONNECT`; this is no proxy (RFC 9110 §9.3.6).
    #[error("client sent CONNECT")]
    Connect,
    /// 408: the request did not arrive in time (RFC 9110 §15.5.9). Raised by the caller, who
    /// has the clock.
    #[error("client did not finish its request in time")]
    Timeout,
    /// 413: the body is, or turns out to be, larger than [`Limits::body`](crate::Limits::body).
    #[error("client sent a body over the limit")]
    BodyTooLarge,
    /// 414: the target is longer than [`Limits::target`](crate::Limits::target).
    #[error("client sent a target over the limit")]
    TargetTooLong,
    /// 417: an expectation other than `100-continue` (RFC 9110 §10.1.1).
    #[error("client sent an unknown expectation")]
    Expectation,
    /// 431: a field name longer than [`Limits::field_name`](crate::Limits::field_name).
    #[error("client sent a field name over the limit")]
    FieldNameTooLong,
    /// 431: a field value longer than [`Limits::field_value`](crate::Limits::field_value).
    #[error("client sent a field value over the limit")]
    FieldValueTooLong,
    /// 431: all values exceed
    /// [`Limits::field_values_total`](crate::Limits::field_values_total).
    #[error("client sent field values that together are over the limit")]
    FieldValuesTooLong,
    /// 431: more fields than [`Limits::fields`](crate::Limits::fields).
    #[error("client sent too many fields")]
    TooManyFields,
    /// 431: the head as a whole is larger than what the single limits add up to.
    #[error("client sent a head over the limit")]
    HeadTooLarge,
    /// 431: the trailer section is too large or has too many fields.
    #[error("client sent a trailer section over the limit")]
    TrailersTooLarge,
    /// 501: a method this server does not know (RFC 9110 §9.1).
    #[error("client sent an unknown method")]
    UnknownMethod,
    /// 501: a transfer coding besides `chunked` (RFC 9112 §6.1).
    #[error("client sent an unknown transfer coding")]
    UnknownCoding,
    /// 503: this server has no room for the request. Raised by the caller; the answer carries
    /// `Retry-After: 1`.
    #[error("server is overloaded")]
    Overloaded,
    /// 505: a major version other than 1 (RFC 9110 §15.6.6).
    #[error("client sent an HTTP version other than 1.x")]
    VersionNotSupported,
}

impl Refusal {
    /// The status code this refusal is answered with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BareLf
            | Self::BareCr
            | Self::EmptyLines
            | Self::MethodSyntax
            | Self::MissingTarget
            | Self::RequestLineSpaces
            | Self::TargetSyntax
            | Self::TargetForm
            | Self::MissingVersion
            | Self::VersionSyntax
            | Self::LineFolding
            | Self::MissingColon
            | Self::FieldName
            | Self::SpaceBeforeColon
            | Self::FieldValue
            | Self::MissingHost
            | Self::RepeatedHost
            | Self::HostConflict
            | Self::HostSyntax
            | Self::RepeatedContentType
            | Self::ContentLengthSyntax
            | Self::ContentLengthConflict
            | Self::LengthAndCoding
            | Self::TransferEncodingSyntax
            | Self::RepeatedTransferEncoding
            | Self::TransferEncodingIn10
            | Self::ChunkSize
            | Self::ChunkSizeOverflow
            | Self::ChunkExtension
            | Self::ChunkExtensionFlood
            | Self::ChunkEnd
            | Self::TrailerSyntax
            | Self::Truncated => 400,
            Self::Connect => 405,
            Self::Timeout => 408,
            Self::BodyTooLarge => 413,
            Self::TargetTooLong => 414,
            Self::Expectation => 417,
            Self::FieldNameTooLong
            | Self::FieldValueTooLong
            | Self::FieldValuesTooLong
            | Self::TooManyFields
            | Self::HeadTooLarge
            | Self::TrailersTooLarge => 431,
            Self::UnknownMethod | Self::UnknownCoding => 501,
            Self::Overloaded => 503,
            Self::VersionNotSupported => 505,
        }
    }
}
