//! One request and the only right answer to it.

use super::random::Random;
use crate::pattern;

/// Length of a large body.
pub const LARGE: usize = 1024 * 1024;

/// What the handler does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers at once with a short body.
    Small,
    /// Waits 1 ms in between.
    Delay,
    /// Throws an ordinary exception.
    Throw,
    /// Throws an `HttpException`.
    HttpException,
    /// Answers with 1 MiB.
    Large,
    /// Answers with the body of the request.
    Echo,
}

impl Kind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Small,
        Self::Delay,
        Self::Throw,
        Self::HttpException,
        Self::Large,
        Self::Echo,
    ];
}

/// A request with what must come back.
pub(super) struct Task {
    pub(super) kind: Kind,
    pub(super) request: Vec<u8>,
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Task {
    /// The next one: mostly small ones and waits.
    pub(super) fn pick(random: &mut Random) -> Self {
        let kind = match random.below(100) {
            0..40 => Kind::Small,
            40..70 => Kind::Delay,
            70..80 => Kind::Throw,
            80..90 => Kind::HttpException,
            90..97 => Kind::Echo,
            _ => Kind::Large,
        };
        let seed = u32::try_from(random.below(1 << 31)).expect("31 bits");
        let get =
            |target: String| format!("GET {target} HTTP/1.1\r\nhost: soak\r\n\r\n").into_bytes();
        let (request, status, body) = match kind {
            Kind::Small => {
                let length = random.below(2_000) as usize;
                let target = format!("/small?seed={seed}&length={length}");
                (get(target), 200, pattern(seed, length))
            }
            Kind::Delay => {
                let length = random.below(200) as usize;
                let target = format!("/delay?seed={seed}&length={length}");
                (get(target), 200, pattern(seed, length))
            }
            // The text of an ordinary exception must not reach the client.
            Kind::Throw => (
                get(format!("/throw?seed={seed}")),
                500,
                b"Internal Server Error".to_vec(),
            ),
            Kind::HttpException => (
                get(format!("/http-exception?seed={seed}")),
                409,
                format!("conflict {seed:08x}").into_bytes(),
            ),
            Kind::Large => {
                let target = format!("/large?seed={seed}");
                (get(target), 200, pattern(seed, LARGE))
            }
            Kind::Echo => {
                let body = pattern(seed, random.below(20_000) as usize);
                let head = format!(
                    "POST /echo HTTP/1.1\r\nhost: soak\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                let mut request = head.into_bytes();
                request.extend_from_slice(&body);
                (request, 200, body)
            }
        };
        Self {
            kind,
            request,
            status,
            body,
        }
    }
}
