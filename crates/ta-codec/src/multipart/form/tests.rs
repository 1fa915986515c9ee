//! What a form becomes, and which of its bounds says what.

use super::*;

/// All items of a form of these parts, each a `Content-Disposition` without its type and the
/// data; chunks of `size` bytes.
fn read(parts: &[(&str, &[u8])], limits: FormLimits, size: usize) -> Result<Vec<Item>, Error> {
    let mut body = Vec::new();
    for (disposition, data) in parts {
        let head = format!("\r\n--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(data);
    }
    body.extend_from_slice(b"\r\n--b--\r\n");
    let mut reader = FormReader::new(&Boundary::new(b"b").unwrap(), limits);
    let mut items = Vec::new();
    for chunk in body.chunks(size) {
        let mut chunk = Bytes::copy_from_slice(chunk);
        while let Some(item) = reader.next(&mut chunk)? {
            items.push(item);
        }
    }
    reader.finish()?;
    Ok(items)
}

fn data(bytes: &'static [u8]) -> Bytes {
    Bytes::from_static(bytes)
}

#[test]
fn a_field_comes_whole_however_it_arrived() {
    for size in 1..100 {
        let items = read(&[("name=a", b"value")], FormLimits::default(), size);
        assert_eq!(items, Ok(vec![Item::Field(data(b"value")), Item::End]));
    }
}

#[test]
fn a_file_tells_its_size() {
    let items = read(
        &[("name=f; filename=x", b"12345")],
        FormLimits::default(),
        usize::MAX,
    );
    let expected = vec![
        Item::File(Ok(())),
        Item::FileData(data(b"12345")),
        Item::FileEnd(Ok(5)),
        Item::End,
    ];
    assert_eq!(items, Ok(expected));
}

#[test]
fn an_empty_file_has_no_data_and_size_zero() {
    let items = read(&[("name=f; filename=x", b"")], FormLimits::default(), 7);
    let expected = vec![Item::File(Ok(())), Item::FileEnd(Ok(0)), Item::End];
    assert_eq!(items, Ok(expected));
}

#[test]
fn fields_beyond_the_limit_are_left_out() {
    let limits = FormLimits {
        fields: 1,
        ..FormLimits::default()
    };
    let items = read(&[("name=a", b"1"), ("name=b", b"2")], limits, usize::MAX);
    assert_eq!(items, Ok(vec![Item::Field(data(b"1")), Item::End]));
}

#[test]
fn a_field_over_the_limit_is_refused() {
    let limits = FormLimits {
        field_bytes: 4,
        ..FormLimits::default()
    };
    for size in 1..60 {
        assert!(read(&[("name=a", b"1234")], limits, size).is_ok());
        assert_eq!(
            read(&[("name=a", b"12345")], limits, size),
            Err(Error::FieldTooLarge)
        );
    }
}

/// How each file of a form ended.
fn ends(parts: &[(&str, &[u8])], limits: FormLimits) -> Vec<Result<u64, FileError>> {
    let items = read(parts, limits, 16).unwrap();
    let mut refused = false;
    items
        .into_iter()
        .filter_map(|item| {
            match item {
                Item::File(verdict) => refused = verdict.is_err(),
                Item::FileData(_) => assert!(!refused, "data of a refused file"),
                Item::FileEnd(result) => return Some(result),
                Item::Field(_) | Item::End => {}
            }
            None
        })
        .collect()
}

#[test]
fn a_file_over_the_limit_is_void_and_the_next_is_not() {
    let limits = FormLimits {
        file_bytes: 4,
        ..FormLimits::default()
    };
    assert_eq!(
        ends(
            &[
                ("name=f; filename=x", b"12345"),
                ("name=f; filename=y", b"1234")
            ],
            limits
        ),
        [Err(FileError::TooLarge), Ok(4)]
    );
}

#[test]
fn files_beyond_the_limit_are_listed_as_too_many() {
    let limits = FormLimits {
        files: 1,
        ..FormLimits::default()
    };
    // Inputs without a file do not count.
    assert_eq!(
        ends(
            &[
                ("name=f; filename=\"\"", b""),
                ("name=f; filename=y", b"1"),
                ("name=f; filename=z", b"1")
            ],
            limits
        ),
        [Err(FileError::None), Ok(1), Err(FileError::TooMany)]
    );
}

#[test]
fn file_names_that_reach_elsewhere_are_not_acceptable() {
    let limits = FormLimits {
        filename: 8,
        ..FormLimits::default()
    };
    for bad in [
        "../x",
        "x/..",
        "a..b",
        "/x",
        "\\x",
        "C:x",
        "z:\\x",
        "a\0b",
        "123456789",
    ] {
        assert_eq!(
            judge(bad.as_bytes(), &limits, 0),
            Err(FileError::Name),
            "{bad:?}"
        );
    }
    for good in ["x", "a/b", "a.b.c", "12345678", ".x", "1:x"] {
        assert_eq!(judge(good.as_bytes(), &limits, 0), Ok(()), "{good:?}");
    }
    assert_eq!(judge(b"", &limits, 99), Err(FileError::None));
}

#[test]
fn file_errors_have_the_documented_numbers() {
    let numbers = [
        FileError::None,
        FileError::TooMany,
        FileError::Name,
        FileError::TooLarge,
    ]
    .map(FileError::code);
    assert_eq!(numbers, [4, 100, 101, 102]);
}
