//! Status codes and their phrases, straight from the IANA registry, with the status line of
//! each ready made. It never judges whether a status fits a response.

macro_rules! phrases {
    ($($code:literal $phrase:literal)*) => {
        /// The standard reason phrase of `status` by the IANA HTTP status code registry
        /// (RFC 9110 §15), `"Unknown"` for codes that are not in it.
        #[must_use]
        pub fn reason_phrase(status: u16) -> &'static str {
            match status {
                $($code => $phrase,)*
                _ => "Unknown",
            }
        }

        /// The complete status line including CRLF, for every registered code.
        #[inline]
        pub(crate) fn status_line(status: u16) -> Option<&'static [u8]> {
            Some(match status {
                $($code => concat!("HTTP/1.1 ", $code, " ", $phrase, "\r\n").as_bytes(),)*
                _ => return None,
            })
        }
    };
}

phrases! {
    100 "Continue"
    101 "Switching Protocols"
    102 "Processing"
    103 "Early Hints"
    200 "OK"
    201 "Created"
    202 "Accepted"
    203 "Non-Authoritative Information"
    204 "No Content"
    205 "Reset Content"
    206 "Partial Content"
    207 "Multi-Status"
    208 "Already Reported"
    226 "IM Used"
    300 "Multiple Choices"
    301 "Moved Permanently"
    302 "Found"
    303 "See Other"
    304 "Not Modified"
    305 "Use Proxy"
    307 "Temporary Redirect"
    308 "Permanent Redirect"
    400 "Bad Request"
    401 "Unauthorized"
    402 "Payment Required"
    403 "Forbidden"
    404 "Not Found"
    405 "Method Not Allowed"
    406 "Not Acceptable"
    407 "Proxy Authentication Required"
    408 "Request Timeout"
    409 "Conflict"
    410 "Gone"
    411 "Length Required"
    412 "Precondition Failed"
    413 "Content Too Large"
    414 "URI Too Long"
    415 "Unsupported Media Type"
    416 "Range Not Satisfiable"
    417 "Expectation Failed"
    421 "Misdirected Request"
    422 "Unprocessable Content"
    423 "Locked"
    424 "Failed Dependency"
    425 "Too Early"
    426 "Upgrade Required"
    428 "Precondition Required"
    429 "Too Many Requests"
    431 "Request Header Fields Too Large"
    451 "Unavailable For Legal Reasons"
    500 "Internal Server Error"
    501 "Not Implemented"
    502 "Bad Gateway"
    503 "Service Unavailable"
    504 "Gateway Timeout"
    505 "HTTP Version Not Supported"
    506 "Variant Also Negotiates"
    507 "Insufficient Storage"
    508 "Loop Detected"
    510 "Not Extended"
    511 "Network Authentication Required"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrase_of_413_is_the_current_one() {
        // RFC 9110 §15.5.14 renamed "Payload Too Large".
        assert_eq!(reason_phrase(413), "Content Too Large");
        assert_eq!(reason_phrase(422), "Unprocessable Content");
    }

    #[test]
    fn unregistered_codes_are_unknown() {
        for code in [0, 99, 299, 306, 418, 599, 1000] {
            assert_eq!(reason_phrase(code), "Unknown");
            assert_eq!(status_line(code), None);
        }
    }

    #[test]
    fn status_lines_agree_with_the_phrases() {
        for code in 100..=599u16 {
            if let Some(line) = status_line(code) {
                let expected = format!("HTTP/1.1 {code} {}\r\n", reason_phrase(code));
                assert_eq!(line, expected.as_bytes());
            }
        }
    }
}
