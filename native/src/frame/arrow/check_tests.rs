//! What polars cannot hold is refused, what lies in null rows may be anything, and the rest stays as it is.

use super::*;

fn numbers<T: NativeType>(values: &[T], dtype: ArrowDataType) -> Box<dyn Array> {
    PrimitiveArray::new(dtype, values.to_vec().into(), None).boxed()
}

fn field(name: &str, dtype: &ArrowDataType) -> ArrowField {
    ArrowField::new(name.into(), dtype.clone(), true)
}

fn rows(valid: &[bool]) -> Option<Bitmap> {
    Some(valid.iter().copied().collect())
}

fn offsets<O: Offset>(values: &[i64]) -> OffsetsBuffer<O> {
    let values = values.iter().map(|value| match value {
        -1 => O::zero() - O::one(),
        value => O::from_usize(*value as usize).unwrap(),
    });
    // SAFETY: none: that is what the checks have to find.
    unsafe { OffsetsBuffer::new_unchecked(values.collect::<Vec<_>>().into()) }
}

fn text<O: Offset>(ends: &[i64], bytes: &[u8], valid: Option<Bitmap>) -> Box<dyn Array> {
    let dtype = Utf8Array::<O>::default_dtype();
    // SAFETY: as above.
    unsafe { Utf8Array::<O>::new_unchecked(dtype, offsets(ends), bytes.to_vec().into(), valid) }
        .boxed()
}

fn binary<O: Offset>(ends: &[i64], bytes: &[u8]) -> Box<dyn Array> {
    let dtype = BinaryArray::<O>::default_dtype();
    // SAFETY: as above.
    unsafe { BinaryArray::<O>::new_unchecked(dtype, offsets(ends), bytes.to_vec().into(), None) }
        .boxed()
}

fn views(views: &[View], buffer: &[u8], valid: Option<Bitmap>) -> BinaryViewArray {
    let buffers: Buffer<Buffer<u8>> = vec![buffer.to_vec().into()].into();
    let (dtype, views) = (ArrowDataType::BinaryView, views.to_vec().into());
    // SAFETY: as above.
    unsafe { BinaryViewArray::new_unchecked_unknown_md(dtype, views, buffers, valid, None) }
}

fn text_views(all: &[View], buffer: &[u8], valid: Option<Bitmap>) -> Box<dyn Array> {
    // SAFETY: as above.
    unsafe { views(all, buffer, valid).to_utf8view_unchecked() }.boxed()
}

fn refused(array: &dyn Array) -> String {
    match mended(array.to_boxed()) {
        Ok(_) => panic!("{:?} was taken", array.dtype()),
        Err(error) => error.to_string(),
    }
}

fn mended_to(array: &dyn Array) -> Box<dyn Array> {
    mended(array.to_boxed()).unwrap()
}

fn is_good(array: &dyn Array) -> bool {
    mended_to(array).as_ref() == array
}

fn keyed<K: DictionaryKey>(
    keys: &[K],
    valid: Option<Bitmap>,
    values: &dyn Array,
) -> Box<dyn Array> {
    let keys = PrimitiveArray::new(K::PRIMITIVE.into(), keys.to_vec().into(), valid);
    let dtype = Box::new(values.dtype().clone());
    let dtype = ArrowDataType::Dictionary(K::KEY_TYPE, dtype, false);
    // SAFETY: as above.
    unsafe { DictionaryArray::try_new_unchecked(dtype, keys, values.to_boxed()) }
        .unwrap()
        .boxed()
}

/// An array of two rows around another of two, in each way there is.
fn around(inner: &dyn Array) -> Vec<Box<dyn Array>> {
    let item = || Box::new(field("item", inner.dtype()));
    let values = || inner.to_boxed();
    let list = ListArray::<i32>::new(
        ArrowDataType::List(item()),
        offsets(&[0, 1, 2]),
        values(),
        None,
    );
    let large = ListArray::<i64>::new(
        ArrowDataType::LargeList(item()),
        offsets(&[0, 1, 2]),
        values(),
        None,
    );
    let fixed = FixedSizeListArray::new(ArrowDataType::FixedSizeList(item(), 1), 2, values(), None);
    let dtype = ArrowDataType::Struct(vec![field("a", inner.dtype())]);
    let group = StructArray::new(dtype, 2, vec![values()], None);
    let key = numbers(&[1i32, 2], ArrowDataType::Int32);
    let entry = [field("key", key.dtype()), field("value", inner.dtype())];
    let entries = ArrowDataType::Struct(entry.to_vec());
    let entries = StructArray::new(entries, 2, vec![key, values()], None).boxed();
    let dtype = ArrowDataType::Map(Box::new(field("entries", entries.dtype())), false);
    let map = MapArray::new(dtype, offsets(&[0, 1, 2]), entries, None);
    vec![
        list.boxed(),
        large.boxed(),
        fixed.boxed(),
        group.boxed(),
        map.boxed(),
        keyed(&[1u8, 0], None, inner),
    ]
}

fn types_around(inner: &ArrowDataType) -> Vec<ArrowDataType> {
    let item = || Box::new(field("item", inner));
    vec![
        ArrowDataType::List(item()),
        ArrowDataType::LargeList(item()),
        ArrowDataType::FixedSizeList(item(), 2),
        ArrowDataType::Struct(vec![field("a", &ArrowDataType::Int8), field("b", inner)]),
        ArrowDataType::Map(item(), false),
        ArrowDataType::Dictionary(IntegerType::UInt8, Box::new(inner.clone()), false),
    ]
}

fn series(array: Box<dyn Array>) -> Series {
    let array = mended(array).unwrap();
    let dtype = array.dtype().clone();
    // SAFETY: the array is of this type.
    unsafe { Series::_try_from_arrow_unchecked_with_md("a".into(), vec![array], &dtype, None) }
        .unwrap()
}

#[test]
fn decimals_are_widened_wherever_they_lie() {
    let cents = numbers(&[123i32, -456], ArrowDataType::Decimal32(5, 2));
    let mills = numbers(&[1i64, -99_999], ArrowDataType::Decimal64(12, 3));
    let list = ArrowDataType::LargeList(Box::new(field("d", cents.dtype())));
    let list = ListArray::<i64>::new(list, offsets(&[0, 1, 2]), cents.clone(), None).boxed();
    let fields = vec![field("d", mills.dtype()), field("l", list.dtype())];
    let within = ArrowDataType::Struct(fields);
    let within = StructArray::new(within, 2, vec![mills.clone(), list], None);
    assert_eq!(series(cents.clone()).str_value(1).unwrap(), "-4.56");
    assert_eq!(series(mills).str_value(1).unwrap(), "-99.999");
    let within = series(within.boxed());
    assert_eq!(within.str_value(0).unwrap(), "{0.001,[1.23]}");
    assert_eq!(within.str_value(1).unwrap(), "{-99.999,[-4.56]}");
    for (array, type_around) in around(cents.as_ref())
        .iter()
        .zip(types_around(cents.dtype()))
    {
        let widened = mended_to(array.as_ref());
        assert_eq!(widened.dtype(), &wide(array.dtype()));
        assert_ne!(wide(&type_around), type_around);
    }
    let wrong = numbers(&[1000i32], ArrowDataType::Decimal32(3, 1));
    assert!(refused(wrong.as_ref()).contains("more than 3 digits: 1000"));
}

#[test]
fn decimals_have_no_more_digits_than_their_type() {
    let decimal =
        |value: i128, precision| numbers(&[0, value], ArrowDataType::Decimal(precision, 2));
    for good in [99_999, -99_999] {
        assert!(is_good(decimal(good, 5).as_ref()));
    }
    for wrong in [100_000, -100_000] {
        let message = refused(decimal(wrong, 5).as_ref());
        assert!(
            message.contains(&format!("5 digits: {wrong} ")),
            "{message}"
        );
    }
    assert!(is_good(decimal(10i128.pow(38) - 1, 38).as_ref()));
    refused(decimal(10i128.pow(38), 38).as_ref());
    assert!(is_good(decimal(i128::MAX, 40).as_ref())); // 10 to the 40th has no place in 128 bits
    let dtype = ArrowDataType::Decimal32(5, 2);
    let values = vec![1, i32::MAX].into();
    let null = PrimitiveArray::new(dtype, values, rows(&[true, false]));
    assert_eq!(mended_to(&null).null_count(), 1);
}

#[test]
fn times_and_seconds_lie_in_the_range_that_polars_has() {
    use ArrowTimeUnit::*;
    let day = 86_400;
    for (dtype, end) in [
        (ArrowDataType::Time32(Second), day),
        (ArrowDataType::Time32(Millisecond), day * 1_000),
        (ArrowDataType::Time64(Microsecond), day * 1_000_000),
        (ArrowDataType::Time64(Nanosecond), day * 1_000_000_000),
    ] {
        let times = |value: i64, null: bool| {
            let valid = rows(&[true, !null]);
            match dtype {
                ArrowDataType::Time32(_) => {
                    let values = vec![0i32, value as i32].into();
                    PrimitiveArray::new(dtype.clone(), values, valid).boxed()
                },
                _ => PrimitiveArray::new(dtype.clone(), vec![0, value].into(), valid).boxed(),
            }
        };
        assert!(is_good(times(end - 1, false).as_ref()));
        assert!(is_good(times(end, true).as_ref()));
        let message = refused(times(end, false).as_ref());
        assert!(
            message.contains(&format!("24:00:00 ({end} as ")),
            "{message}"
        );
        for wrong in [end + 1, -1] {
            let message = refused(times(wrong, false).as_ref());
            assert!(
                message.contains(&format!("{wrong} is out of the range")),
                "{message}"
            );
        }
    }
    let (first, last) = (i64::MIN / 1000, i64::MAX / 1000);
    for dtype in [
        ArrowDataType::Timestamp(Second, None),
        ArrowDataType::Duration(Second),
    ] {
        let seconds = |value: i64| numbers(&[0, value], dtype.clone());
        assert!(is_good(seconds(first).as_ref()));
        assert!(is_good(seconds(last).as_ref()));
        for wrong in [first - 1, last + 1] {
            let message = refused(seconds(wrong).as_ref());
            assert!(message.contains("out of the range"), "{message}");
        }
    }
    assert!(is_good(
        numbers(&[i64::MAX], ArrowDataType::Timestamp(Millisecond, None)).as_ref()
    ));
}

#[test]
fn what_is_refused_is_refused_within_others_too() {
    let late = numbers(&[0, 86_400], ArrowDataType::Time32(ArrowTimeUnit::Second));
    let good = numbers(&[0, 86_399], ArrowDataType::Time32(ArrowTimeUnit::Second));
    for array in around(late.as_ref()) {
        assert!(refused(array.as_ref()).contains("24:00:00"));
    }
    let twice = numbers(&[86_400, 86_400], late.dtype().clone());
    assert!(refused(twice.as_ref()).contains("24:00:00"));
    for array in around(good.as_ref()) {
        assert_eq!(mended(array.clone()).unwrap(), array);
    }
}

#[test]
fn text_is_utf8_where_it_is_not_null() {
    fn check<O: Offset>() {
        let bytes = "aä\u{fffd}".as_bytes();
        let good = text::<O>(&[0, 1, 3, 6], bytes, None);
        assert!(is_good(good.as_ref()));
        let ends = [0, 1, 2, 3];
        let wrong = text::<O>(&ends, b"a\xffb", None);
        assert!(refused(wrong.as_ref()).contains("not UTF-8"));
        let null = text::<O>(&ends, b"a\xffb", rows(&[true, false, true]));
        let null = mended_to(null.as_ref());
        let null: Vec<_> = cast::<Utf8Array<O>>(null.as_ref()).iter().collect();
        assert_eq!(null, [Some("a"), None, Some("b")]);
    }
    check::<i32>();
    check::<i64>();
}

#[test]
fn the_first_bytes_of_what_is_no_text_are_shown() {
    for (bytes, shown) in [
        (&b"\xff23456789012"[..], r#"("\xff23456789012")"#),
        (b"\xff234567890123", r#"("\xff23456789012..")"#),
    ] {
        assert!(not_text(bytes).contains(shown), "{}", not_text(bytes));
    }
}

#[test]
fn offsets_are_in_order_and_in_range() {
    fn check<O: Offset>() {
        for good in [&[0, 1, 3][..], &[1, 1, 2], &[0], &[3, 3, 3]] {
            assert!(is_good(binary::<O>(good, b"abc").as_ref()), "{good:?}");
            assert!(is_good(text::<O>(good, b"abc", None).as_ref()), "{good:?}");
        }
        for wrong in [&[0, 2, 1][..], &[-1, 0, 1], &[0, 1, 4]] {
            let said = "offsets are out of order or out of range";
            assert!(
                refused(binary::<O>(wrong, b"abc").as_ref()).contains(said),
                "{wrong:?}"
            );
            assert!(
                refused(text::<O>(wrong, b"abc", None).as_ref()).contains(said),
                "{wrong:?}"
            );
            let values = numbers(&[1i8, 2, 3], ArrowDataType::Int8);
            let dtype = ListArray::<O>::default_datatype(ArrowDataType::Int8);
            // No list can be made of them: only their check is asked.
            assert!(check_offsets(&offsets::<O>(wrong), values.len()).is_err());
            let good = ListArray::<O>::new(dtype, offsets(&[0, 1, 3]), values, None);
            assert!(is_good(&good));
        }
    }
    check::<i32>();
    check::<i64>();
}

#[test]
fn views_of_null_rows_may_point_anywhere() {
    let long = b"twenty bytes of text";
    let inline = View::new_inline(b"short");
    let there = View::new_from_bytes(long, 0, 4);
    let mut elsewhere = there;
    elsewhere.buffer_idx = 1;
    let buffer = [b"1234".as_slice(), long].concat();
    let good = views(&[inline, there], &buffer, None);
    assert!(is_good(&good));
    assert!(is_good(
        text_views(&[inline, there], &buffer, None).as_ref()
    ));

    let cut = &buffer[..buffer.len() - 1];
    for (all, buffer) in [([inline, there], cut), ([elsewhere, inline], &buffer)] {
        let said = "a view points nowhere";
        assert!(refused(&views(&all, buffer, None)).contains(said));
        assert!(refused(text_views(&all, buffer, None).as_ref()).contains(said));
    }
    for (wrong, buffer) in [(there, cut), (elsewhere, &buffer)] {
        let (all, valid) = ([inline, wrong, inline], rows(&[true, false, true]));
        for array in [
            views(&all, buffer, valid.clone()).boxed(),
            text_views(&all, buffer, valid).to_boxed(),
        ] {
            let array = mended_to(array.as_ref());
            assert_eq!(array.null_count(), 1);
            let bytes = match array.dtype() {
                ArrowDataType::Utf8View => cast::<Utf8ViewArray>(array.as_ref()).to_binview(),
                _ => cast::<BinaryViewArray>(array.as_ref()).clone(),
            };
            assert_eq!(**bytes.views(), [inline, View::default(), inline]);
        }
    }

    let no_text = View::new_inline(b"\xff");
    let wrong = text_views(&[inline, no_text], b"", None);
    assert!(refused(wrong.as_ref()).contains("not UTF-8"));
    let null = text_views(&[there, no_text], &buffer, rows(&[true, false]));
    let null = mended_to(null.as_ref());
    let null: Vec<_> = cast::<Utf8ViewArray>(null.as_ref()).iter().collect();
    assert_eq!(null, [Some("twenty bytes of text"), None]);
}

#[test]
fn keys_lie_in_their_dictionaries() {
    fn check<K: DictionaryKey>() {
        let values = text::<i64>(&[0, 1, 2], b"ab", None);
        let key = |key: usize| K::try_from(key).ok().unwrap();
        let good = [key(0), key(1)];
        assert!(is_good(keyed(&good, None, values.as_ref()).as_ref()));
        let wrong = [key(1), key(2)];
        for wrong in [wrong, [key(2), key(2)]] {
            let message = refused(keyed(&wrong, None, values.as_ref()).as_ref());
            assert!(message.contains("past its dictionary"), "{message}");
        }
        let null = keyed(&wrong, rows(&[true, false]), values.as_ref());
        assert_eq!(mended_to(null.as_ref()).null_count(), 1);
    }
    check::<i8>();
    check::<i16>();
    check::<i32>();
    check::<i64>();
    check::<u8>();
    check::<u16>();
    check::<u32>();
    check::<u64>();
    let negative = keyed(&[-1i8], None, numbers(&[1i8], ArrowDataType::Int8).as_ref());
    assert!(refused(negative.as_ref()).contains("past its dictionary"));
}

#[test]
fn names_that_c_strings_cannot_hold_are_refused_wherever_they_lie() {
    let int = ArrowDataType::Int8;
    assert!(check_names("a", &int).is_ok());
    let message = check_names("a\0b", &int).unwrap_err().to_string();
    assert!(
        message.contains(r#"the name "a\0b" holds a NUL"#),
        "{message}"
    );
    let group = |name| ArrowDataType::Struct(vec![field("a", &int), field(name, &int)]);
    let all = |name| {
        let mut all = types_around(&group(name));
        all.truncate(4); // of maps and dictionaries there are none in polars
        all.push(group(name));
        all
    };
    for (good, wrong) in all("b").iter().zip(all("b\0")) {
        assert!(check_names("a", good).is_ok(), "{good:?}");
        assert!(check_names("a", &wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn what_means_nothing_is_null_and_what_counts_is_refused_by_its_row() {
    let day: i64 = 86_400_000_000_000;
    let time = ArrowDataType::Time64(ArrowTimeUnit::Nanosecond);
    let times = numbers(&[5, day], time.clone());
    let item = Box::new(ArrowField::new("t".into(), time.clone(), true));
    let first = Some(Bitmap::from([true, false]));
    let structs = |validity| {
        let dtype = ArrowDataType::Struct(vec![(*item).clone()]);
        StructArray::new(dtype, 2, vec![times.clone()], validity).boxed()
    };
    let lists = |ends: Vec<i64>, validity| {
        let offsets = OffsetsBuffer::try_from(ends).unwrap();
        let dtype = ArrowDataType::LargeList(item.clone());
        ListArray::new(dtype, offsets, times.clone(), validity).boxed()
    };
    let arrays = |validity| {
        let dtype = ArrowDataType::FixedSizeList(item.clone(), 1);
        FixedSizeListArray::new(dtype, 2, times.clone(), validity).boxed()
    };
    let keyed = |keys: [i8; 2], validity| {
        let keys = PrimitiveArray::new(ArrowDataType::Int8, keys.to_vec().into(), validity);
        let dtype = ArrowDataType::Dictionary(IntegerType::Int8, Box::new(time.clone()), false);
        let array = DictionaryArray::<i8>::try_new(dtype, keys, times.clone());
        array.unwrap().boxed()
    };
    for good in [
        structs(first.clone()),
        lists(vec![0, 1, 2], first.clone()),
        lists(vec![0, 1, 1], None),
        arrays(first.clone()),
        keyed([0, 0], None),
        keyed([0, 1], first),
    ] {
        assert!(series(good).get(1).is_ok());
    }
    for bad in [
        structs(None),
        lists(vec![0, 1, 2], None),
        arrays(None),
        keyed([0, 1], None),
    ] {
        let error = mended(bad).unwrap_err().to_string();
        assert!(error.starts_with("row 1: a time of 24:00:00"), "{error}");
    }
}
