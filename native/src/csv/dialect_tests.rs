use super::*;

fn comma() -> Dialect {
    Dialect {
        separator: b',',
        quote: Some(b'"'),
        escape: None,
        eol: b'\n',
        comment: None,
    }
}

fn fields(dialect: &Dialect, row: &str) -> Vec<String> {
    let text = row.as_bytes();
    let (mut at, mut fields) = (0, Vec::new());
    loop {
        let (raw, end) = dialect
            .field(text, at, &mut dialect.marks())
            .expect("a field");
        let mut scratch = Vec::new();
        fields.push(String::from_utf8(raw.text(dialect, &mut scratch).to_vec()).expect("UTF-8"));
        match text.get(end) {
            Some(b',') => at = end + 1,
            _ => return fields,
        }
    }
}

#[test]
fn fields_lose_quotes_and_nothing_else() {
    let comma = comma();
    assert_eq!(
        fields(&comma, "a,,\"b,\n\"\"c\"\"\",5\" pipe\r\n"),
        ["a", "", "b,\n\"c\"", "5\" pipe"]
    );
    assert_eq!(fields(&comma, "\"\"\"\",\"x\"\r\n"), ["\"", "x"]);
    assert_eq!(fields(&comma, "a\rb,\"x\"\r"), ["a\rb", "x"]);
    let escaping = Dialect {
        escape: Some(b'\\'),
        ..comma
    };
    let row = r#""say \"hi\"",a\,b,"\\""#;
    assert_eq!(fields(&escaping, row), ["say \"hi\"", "a,b", "\\"]);
    assert_eq!(fields(&escaping, "\\N,x\\\ny,N"), ["\\N", "x\ny", "N"]);
    for (unknown, place) in [
        (r"x\ty", 1),
        (r#""C:\dir""#, 3),
        (r#""\N""#, 1),
        (r"\NN", 0),
    ] {
        assert_eq!(
            escaping
                .field(unknown.as_bytes(), 0, &mut escaping.marks())
                .err(),
            Some(Malformed::Unknown(place))
        );
    }
}

#[test]
fn damage_is_told_by_its_place() {
    let comma = comma();
    assert_eq!(
        comma.field(b"\"ab\n", 0, &mut comma.marks()).err(),
        Some(Malformed::Open(0))
    );
    assert_eq!(
        comma.field(b"x,\"a\"b\n", 2, &mut comma.marks()).err(),
        Some(Malformed::Behind(5))
    );
}

#[test]
fn rows_are_cut_outside_of_quotes() {
    let comma = comma();
    assert_eq!(comma.cut(b"a,b\n\"x\ny\",1\n\"z\n"), (Some(12), Some(12)));
    assert_eq!(comma.cut(b"5\" pipe\n6\" pipe"), (Some(8), None));
    assert_eq!(comma.cut(b"a\n\"\"\"\n\"\nb"), (Some(8), None));
    assert_eq!(comma.cut(b"abc"), (None, None));
    let commented = Dialect {
        comment: Some(b"#".to_vec()),
        ..comma
    };
    assert_eq!(
        commented.cut(b"a\n# don't \"\nb\n\"c"),
        (Some(14), Some(14))
    );
}
