//! Arrays that polars-arrow alone refuses, or panics at.

use polars_arrow::array::{ListArray, PrimitiveArray, Utf8Array};
use polars_arrow::ffi::export_array_to_c;

use super::*;

type Edit<'a> = &'a dyn Fn(&mut CArray);

fn edit<'a>(edit: &'a impl Fn(&mut CArray)) -> Edit<'a> {
    edit
}

/// The array in its C form, in a record batch, with something changed in it, as it is read.
fn read(array: ArrayRef, dtype: ArrowDataType, edit: Edit) -> PolarsResult<ArrayRef> {
    let rows = array.len();
    let field = ArrowField::new("x".into(), array.dtype().clone(), true);
    let batch = StructArray::new(ArrowDataType::Struct(vec![field]), rows, vec![array], None);
    let batch = export_array_to_c(batch.boxed());
    // SAFETY: both are the C structure, and it has a child.
    unsafe { edit(&mut **(*(&raw const batch).cast::<CArray>()).children) };
    let fields = [ArrowField::new("x".into(), dtype, true)];
    // SAFETY: a valid record batch, as far as the test wants it to be.
    let (read, columns) = unsafe { columns(batch, &fields) }?;
    assert_eq!(read, rows);
    Ok(columns.into_iter().next().unwrap())
}

/// Without the buffer.
fn without(node: &mut CArray, index: usize) {
    // SAFETY: it has so many.
    unsafe { *node.buffers.add(index) = std::ptr::null() };
}

fn shorten_child(node: &mut CArray) {
    // SAFETY: it has a child.
    unsafe { (**node.children).length = 2 };
}

/// Of text in three rows.
fn spoil_end(node: &mut CArray) {
    // SAFETY: it has four offsets.
    unsafe { *(*node.buffers.add(1)).cast_mut().cast::<i32>().add(3) = -1 };
}

fn numbers() -> ArrayRef {
    PrimitiveArray::from(vec![Some(1_i32), None, Some(3)]).boxed()
}

#[test]
fn bytes_of_no_length_are_empty() {
    let dtype = ArrowDataType::FixedSizeBinary(0);
    for edit in [edit(&|node| without(node, 1)), &|_| {}] {
        let read = read(numbers(), dtype.clone(), edit).unwrap();
        let bytes: &BinaryViewArray = read.as_any().downcast_ref().unwrap();
        let values: Vec<_> = bytes.iter().collect();
        assert_eq!(values, [Some(&[][..]), None, Some(&[][..])]);
    }
    let none = PrimitiveArray::<i32>::new_empty(ArrowDataType::Int32).boxed();
    let read = read(none, dtype, &|node| without(node, 1)).unwrap();
    assert_eq!(read.dtype(), &ArrowDataType::BinaryView);
}

#[test]
fn arrays_without_rows_need_no_buffers() {
    let text = Utf8Array::<i64>::new_empty(ArrowDataType::LargeUtf8).boxed();
    let dtype = ListArray::<i64>::default_datatype(text.dtype().clone());
    let lists = new_empty_array(dtype.clone());
    for array in [text, lists] {
        let dtype = array.dtype().clone();
        let read = read(array, dtype.clone(), &|node| {
            (1..node.n_buffers).for_each(|index| without(node, index as usize));
        });
        assert_eq!(read.unwrap(), new_empty_array(dtype));
    }
}

#[test]
fn what_is_sliced_begins_where_it_says() {
    let cut = |node: &mut CArray| {
        node.offset = 1;
        node.length = 3;
        node.null_count = -1;
    };
    let bits = Some([true, false, true, true, true].into_iter().collect());
    let all = PrimitiveArray::from_slice([0_i32, 1, 2, 3, 4]).with_validity(bits.clone());
    let expected = all.clone().sliced(1, 3).boxed();
    assert_eq!(sliced(all.boxed(), &cut), expected);

    let values = PrimitiveArray::from_slice([0_i32, 1, 2, 3, 4, 5, 6, 7, 8, 9]).boxed();
    let item = Box::new(ArrowField::new("item".into(), ArrowDataType::Int32, true));
    let dtype = ArrowDataType::FixedSizeList(item.clone(), 2);
    let fixed = FixedSizeListArray::new(dtype, 5, values.clone(), bits.clone());
    assert_eq!(
        sliced(fixed.clone().boxed(), &cut),
        fixed.sliced(1, 3).boxed()
    );

    let fields = vec![ArrowField::new("f".into(), ArrowDataType::Int32, true)];
    let (dtype, half) = (ArrowDataType::Struct(fields), values.sliced(0, 5));
    let structs = StructArray::new(dtype, 5, vec![half], bits.clone());
    assert_eq!(
        sliced(structs.clone().boxed(), &cut),
        structs.sliced(1, 3).boxed()
    );

    let offsets = OffsetsBuffer::try_from(vec![0_i64, 2, 2, 5, 9, 10]).unwrap();
    let lists = ListArray::new(ArrowDataType::LargeList(item), offsets, values, bits);
    assert_eq!(
        sliced(lists.clone().boxed(), &cut),
        lists.sliced(1, 3).boxed()
    );
}

/// Three of five rows.
fn sliced(array: ArrayRef, cut: Edit) -> ArrayRef {
    let dtype = array.dtype().clone();
    let field = ArrowField::new("x".into(), dtype.clone(), true);
    let batch = StructArray::new(ArrowDataType::Struct(vec![field]), 5, vec![array], None);
    let batch = export_array_to_c(batch.boxed());
    // SAFETY: both are the C structure, it has a child, and the values reach further.
    unsafe {
        let root = &mut *(&raw const batch).cast_mut().cast::<CArray>();
        root.length = 3;
        cut(&mut **root.children);
        let (_, columns) = columns(batch, &[ArrowField::new("x".into(), dtype, true)]).unwrap();
        columns.into_iter().next().unwrap()
    }
}

#[test]
fn what_is_missing_or_too_short_is_refused_by_column() {
    let refused = |array: ArrayRef, edit: Edit| {
        let dtype = array.dtype().clone();
        read(array, dtype, edit).unwrap_err().to_string()
    };
    let offsets = OffsetsBuffer::try_from(vec![0_i32, 1, 1, 3]).unwrap();
    let dtype = ListArray::<i32>::default_datatype(ArrowDataType::Int32);
    let lists = ListArray::new(dtype, offsets, numbers(), None).boxed();
    let text = Utf8Array::<i32>::from([Some("a"), None, Some("b")]).boxed();
    let dtype = ArrowDataType::Struct(vec![ArrowField::new(
        "f".into(),
        ArrowDataType::Int32,
        true,
    )]);
    let structs = StructArray::new(dtype, 3, vec![numbers()], None).boxed();
    for (array, edit, why) in [
        (
            &numbers(),
            edit(&|node| node.length = -1),
            "-1 rows from 0 on",
        ),
        (&numbers(), &|node| node.offset = -1, "3 rows from -1 on"),
        (&lists, &|node| without(node, 1), "3 rows without offsets"),
        (&lists, &|node| node.n_children = 0, "it has 0 of its parts"),
        (&lists, &shorten_child, "a list ends at 3 of 2 values"),
        (&text, &spoil_end, "its offsets are out of order"),
        (&structs, &shorten_child, "2 values in a part, where 3"),
    ] {
        let message = refused(array.clone(), edit);
        assert!(
            message.starts_with("column 'x': not a valid array: "),
            "{message}"
        );
        assert!(message.contains(why), "{message}");
    }
}
