//! One case: what is written, what must be read, how the connection ends. Built in the style of
//! the exchange it describes; it knows nothing of sockets.

use std::time::Duration;

/// One case of the table.
#[derive(Clone, Debug)]
pub struct Case {
    /// What happens, in words; unique in the table.
    pub name: String,
    /// The section of an RFC and of our specification the case stands for.
    pub rule: &'static str,
    /// The servers it can be played against, as far as bodies of requests matter.
    pub delivery: Option<Delivery>,
    /// What the server must be able to do.
    pub need: Option<Need>,
    /// Which timeouts the server must have.
    pub temper: Temper,
    pub(crate) steps: Vec<Step>,
    pub(crate) end: End,
    /// `100 Continue` may come or not: it depends on how the bytes arrive.
    pub(crate) may_continue: bool,
    /// The server must take all that is sent, whatever it has answered.
    pub(crate) taken: bool,
}

/// When the application sees a request that has a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// When all of it has been received.
    Buffered,
    /// At the end of the head.
    Streamed,
}

/// What not every server can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Bodies of answers as streams.
    Streams,
    /// Such streams with trailers.
    Trailers,
}

/// The timeouts of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Longer than any case takes.
    Patient,
    /// As in [`pages`](mod@crate::pages).
    Impatient,
}

/// One step of the client.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Vec<u8>),
    /// The client says that it sends no more.
    HalfClose,
    Answer(Answer),
    /// Nothing comes for so long.
    Silence(Duration),
    /// Nothing is done for so long.
    Pause(Duration),
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It serves another request.
    Kept,
    /// It ends in order, and the last answer has said so.
    Closed,
    /// It ends in order; nothing announced it.
    Silent,
    /// It ends within the last answer, in a way no client takes for complete.
    Cut,
}

/// What an answer must be.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// It answers a HEAD request.
    pub(crate) to_head: bool,
    pub(crate) fields: Vec<(&'static str, Field)>,
    pub(crate) body: Body,
}

/// What a field must be.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    Is(String),
    Absent,
    /// So many lines of that name.
    Lines(usize),
}

/// What a body must be.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Any,
    /// No byte on the wire.
    None,
    Is(Vec<u8>),
    /// Lines that must be there, and beginnings of lines that must not.
    Lines(Vec<String>, Vec<String>),
    /// The reason phrase of its own status line, as every refusal has it.
    Reason,
    /// Less than its framing has announced.
    Incomplete,
}

/// Begins a case.
pub(crate) fn case(name: impl Into<String>, rule: &'static str) -> Case {
    Case {
        name: name.into(),
        rule,
        delivery: None,
        need: None,
        temper: Temper::Patient,
        steps: Vec::new(),
        end: End::Kept,
        may_continue: false,
        taken: false,
    }
}

impl Case {
    pub(crate) fn send(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.steps.push(Step::Send(bytes.as_ref().to_vec()));
        self
    }

    pub(crate) fn half_close(mut self) -> Self {
        self.steps.push(Step::HalfClose);
        self
    }

    pub(crate) fn answer(mut self, answer: Answer) -> Self {
        self.steps.push(Step::Answer(answer));
        self
    }

    pub(crate) fn silence(mut self, millis: u64) -> Self {
        self.steps
            .push(Step::Silence(Duration::from_millis(millis)));
        self
    }

    pub(crate) fn pause(mut self, millis: u64) -> Self {
        self.steps.push(Step::Pause(Duration::from_millis(millis)));
        self
    }

    /// The request is refused with that status, and the connection with it.
    pub(crate) fn refused(self, status: u16) -> Self {
        self.answer(refusal(status)).closed()
    }

    pub(crate) fn closed(mut self) -> Self {
        self.end = End::Closed;
        self
    }

    pub(crate) fn silently_closed(mut self) -> Self {
        self.end = End::Silent;
        self
    }

    pub(crate) fn cut(mut self) -> Self {
        self.end = End::Cut;
        self
    }

    pub(crate) fn may_continue(mut self) -> Self {
        self.may_continue = true;
        self
    }

    pub(crate) fn taken(mut self) -> Self {
        self.taken = true;
        self
    }

    pub(crate) fn buffered(mut self) -> Self {
        self.delivery = Some(Delivery::Buffered);
        self
    }

    pub(crate) fn streamed(mut self) -> Self {
        self.delivery = Some(Delivery::Streamed);
        self
    }

    pub(crate) fn needs(mut self, need: Need) -> Self {
        self.need = Some(need);
        self
    }

    pub(crate) fn impatient(mut self) -> Self {
        self.temper = Temper::Impatient;
        self
    }
}

/// An answer of that status, whatever its body.
pub(crate) fn status(status: u16) -> Answer {
    Answer {
        status,
        to_head: false,
        fields: Vec::new(),
        body: Body::Any,
    }
}

/// 200 with that body.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Answer {
    Answer {
        body: Body::Is(body.as_ref().to_vec()),
        ..status(200)
    }
}

/// 200 from the page that describes the request, with these lines in it.
pub(crate) fn says<const N: usize>(lines: [&str; N]) -> Answer {
    Answer {
        body: Body::Lines(lines.map(str::to_owned).to_vec(), Vec::new()),
        ..status(200)
    }
}

/// The answer to a request that is not served (our specification, request §6.4).
pub(crate) fn refusal(of: u16) -> Answer {
    Answer {
        body: Body::Reason,
        ..status(of)
    }
    .field("content-type", "text/plain; charset=utf-8")
}

/// `100 Continue`.
pub(crate) fn go_on() -> Answer {
    Answer {
        body: Body::None,
        ..status(100)
    }
}

impl Answer {
    pub(crate) fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, Field::Is(value.into())));
        self
    }

    pub(crate) fn without(mut self, name: &'static str) -> Self {
        self.fields.push((name, Field::Absent));
        self
    }

    pub(crate) fn field_lines(mut self, name: &'static str, count: usize) -> Self {
        self.fields.push((name, Field::Lines(count)));
        self
    }

    /// No line of the described request begins like this.
    pub(crate) fn lacks(mut self, beginning: &str) -> Self {
        match &mut self.body {
            Body::Lines(_, lacking) => lacking.push(beginning.to_owned()),
            _ => self.body = Body::Lines(Vec::new(), vec![beginning.to_owned()]),
        }
        self
    }

    /// It answers HEAD: the fields of a body, and no body.
    pub(crate) fn for_head(mut self) -> Self {
        self.to_head = true;
        self.body = Body::None;
        self
    }

    pub(crate) fn empty(mut self) -> Self {
        self.body = Body::None;
        self
    }

    pub(crate) fn incomplete(mut self) -> Self {
        self.body = Body::Incomplete;
        self
    }
}
