//! What a statement does to the session it runs in.
//!
//! Drivers do not say whether a session is as it was, so the text is looked at, and
//! whatever is not known to leave nothing behind counts as a change. About transactions
//! drivers can be asked, except some about those that SQL has begun.

use super::options::Driver;

/// What remains of a statement besides its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// Nothing.
    Read,
    /// Data, and what a session knows about its last change: generated ids, counts.
    Write,
    /// State of the session: variables, locks, temporary tables, its own settings.
    Session,
}

/// What a text of one or more statements does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The strongest effect.
    pub(super) effect: Effect,
    /// It may begin a transaction.
    pub(super) begins: bool,
}

/// Judges the statements in `sql`.
pub(super) fn judge(driver: Driver, sql: &[u8]) -> Verdict {
    let mut words = Words::of(driver, sql);
    let mut strongest = Effect::Read;
    let mut first = true;
    let mut makes = false;
    let mut begins = false;
    while let Some(token) = words.next() {
        let found = match token {
            Token::End => {
                first = true;
                continue;
            }
            Token::Variable => Effect::Session,
            Token::Word(word) if first => {
                first = false;
                begins |= one_of(word, BEGINS);
                makes = is(word, b"CREATE") || is(word, b"SELECT");
                of_first(driver, word)
            }
            Token::Word(word) => of_other(driver, word, makes),
        };
        strongest = strongest.max(found);
    }
    Verdict {
        effect: strongest,
        begins,
    }
}

const BEGINS: &[&[u8]] = &[b"BEGIN", b"START", b"SAVEPOINT", b"XA"];

const READ: &[&[u8]] = &[
    b"SELECT",
    b"SHOW",
    b"EXPLAIN",
    b"DESC",
    b"DESCRIBE",
    b"VALUES",
    b"TABLE",
    b"HELP",
];

const WRITE: &[&[u8]] = &[
    b"INSERT",
    b"UPDATE",
    b"DELETE",
    b"REPLACE",
    b"MERGE",
    b"WITH",
    b"CREATE",
    b"ALTER",
    b"DROP",
    b"TRUNCATE",
    b"RENAME",
    b"COPY",
    b"ANALYZE",
    b"VACUUM",
    b"OPTIMIZE",
    b"CHECK",
    b"REPAIR",
    b"REINDEX",
    b"CLUSTER",
    b"COMMENT",
    b"GRANT",
    b"REVOKE",
    b"REFRESH",
    b"NOTIFY",
    b"KILL",
    b"BEGIN",
    b"START",
    b"COMMIT",
    b"END",
    b"ROLLBACK",
    b"ABORT",
    b"SAVEPOINT",
    b"RELEASE",
    b"FETCH",
    b"MOVE",
    b"CLOSE",
];

fn of_first(driver: Driver, word: &[u8]) -> Effect {
    if one_of(word, READ) {
        Effect::Read
    } else if one_of(word, WRITE) || (driver == Driver::Pgsql && is(word, b"LOCK")) {
        Effect::Write
    } else {
        Effect::Session
    }
}

fn of_other(driver: Driver, word: &[u8], makes: bool) -> Effect {
    let temporary = || makes && one_of(word, &[b"TEMP", b"TEMPORARY"]);
    let session = match driver {
        Driver::Mysql => {
            temporary()
                || one_of(
                    word,
                    &[
                        b"GET_LOCK",
                        b"RELEASE_LOCK",
                        b"RELEASE_ALL_LOCKS",
                        b"SETVAL",
                    ],
                )
        }
        Driver::Pgsql => {
            temporary()
                || one_of(word, &[b"SET_CONFIG", b"SETSEED", b"LO_OPEN"])
                || starts(word, b"PG_ADVISORY_LOCK")
                || starts(word, b"PG_TRY_ADVISORY_LOCK")
                || starts(word, b"DBLINK_CONNECT")
        }
        Driver::Sqlite => temporary() || is(word, b"LOAD_EXTENSION"),
    };
    if session {
        Effect::Session
    } else if driver == Driver::Pgsql && one_of(word, &[b"NEXTVAL", b"SETVAL"]) {
        Effect::Write
    } else {
        Effect::Read
    }
}

fn is(word: &[u8], upper: &[u8]) -> bool {
    word.eq_ignore_ascii_case(upper)
}

fn one_of(word: &[u8], list: &[&[u8]]) -> bool {
    list.iter().any(|upper| is(word, upper))
}

fn starts(word: &[u8], upper: &[u8]) -> bool {
    word.get(..upper.len()).is_some_and(|head| is(head, upper))
}

enum Token<'a> {
    Word(&'a [u8]),
    /// A variable of MySQL's that a session keeps: `@name`.
    Variable,
    /// A semicolon.
    End,
}

/// The words of a text outside of literals and comments. Where what ends a literal
/// depends on settings of the server, its contents count as well: rather one word too
/// many than one too few.
struct Words<'a> {
    driver: Driver,
    rest: &'a [u8],
    /// Quotes do not tell any more what is a literal.
    raw: bool,
}

impl<'a> Words<'a> {
    fn of(driver: Driver, sql: &'a [u8]) -> Self {
        Self {
            driver,
            rest: sql,
            raw: false,
        }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.rest.first()?;
            match byte {
                b';' => {
                    self.skip(1);
                    return Some(Token::End);
                }
                b'\'' | b'"' | b'`' if !self.raw => self.skip_literal(byte),
                b'-' if self.is_dash_comment() => self.skip_line(),
                b'#' if self.driver == Driver::Mysql => self.skip_line(),
                b'/' if self.rest.starts_with(b"/*") => self.skip_comment(),
                b'@' if self.driver == Driver::Mysql => {
                    if self.rest.starts_with(b"@@") {
                        // A system variable: reading it changes nothing.
                        self.skip(2);
                        self.take_word();
                    } else {
                        self.skip(1);
                        return Some(Token::Variable);
                    }
                }
                byte if is_of_word(byte) => return Some(Token::Word(self.take_word())),
                _ => self.skip(1),
            }
        }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn take_word(&mut self) -> &'a [u8] {
        let length = self
            .rest
            .iter()
            .position(|byte| !is_of_word(*byte))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        word
    }

    fn skip_literal(&mut self, quote: u8) {
        let inside = self.rest.get(1..).unwrap_or_default();
        match inside.iter().position(|byte| *byte == quote) {
            // A backslash may or may not escape the quote.
            Some(end) if !inside[..end].contains(&b'\\') => self.skip(end + 2),
            _ => {
                self.raw = true;
                self.skip(1);
            }
        }
    }

    /// MySQL wants a blank behind the dashes.
    fn is_dash_comment(&self) -> bool {
        self.rest.starts_with(b"--")
            && (self.driver != Driver::Mysql
                || self.rest.get(2).is_none_or(u8::is_ascii_whitespace))
    }

    fn skip_line(&mut self) {
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        self.skip(end.map_or(self.rest.len(), |end| end + 1));
    }

    fn skip_comment(&mut self) {
        // MySQL runs what is in these.
        if self.rest.starts_with(b"/*!") || self.rest.starts_with(b"/*M!") {
            self.skip(if self.rest[2] == b'!' { 3 } else { 4 });
            let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit());
            self.skip(digits.count());
            return;
        }
        let end = self.rest.windows(2).skip(2).position(|pair| pair == b"*/");
        // Without an end the rest is no comment on every server.
        self.skip(end.map_or(2, |end| end + 4));
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}
