//! A key stands for one thing, for as long as that is there, and a key that nobody gave out for nothing.

use std::sync::Weak;

use super::*;

struct Apple(u8);

impl Resource for Apple {
    const NAME: &'static str = "apple";
}

struct Pear;

impl Resource for Pear {
    const NAME: &'static str = "pear";
}

fn refused<T>(result: Result<T>) -> String {
    match result {
        Err(Error::State(message)) => message,
        _ => panic!("it was not refused"),
    }
}

#[test]
fn a_key_stands_for_what_was_stored() {
    let apple = Handle::<Apple>::store(Apple(7));
    let raw = jlong::from(apple);
    assert_ne!(raw, 0);
    assert_eq!(jlong::from(Clone::clone(&apple)), raw);
    assert_eq!(Handle::<Apple>::from(raw).get().ok().unwrap().0, 7);
    assert_eq!(apple.get_optional().ok().unwrap().unwrap().0, 7);
    assert_eq!(apple.peek(|apple| apple.0), Some(7));
    assert!(remove(raw).is_some());
}

#[test]
fn nothing_is_stored_under_zero() {
    assert_eq!(jlong::from(Handle::<Apple>::default()), 0);
    let nothing = Handle::<Apple>::from(0);
    assert!(nothing.get_optional().ok().unwrap().is_none());
    assert_eq!(refused(nothing.get()), "this apple is closed");
    assert_eq!(nothing.peek(|apple| apple.0), None);
}

#[test]
fn a_key_of_another_kind_is_refused_and_nothing_is_lost() {
    let apple = Handle::<Apple>::store(Apple(1));
    let pear = Handle::<Pear>::from(jlong::from(apple));
    assert_eq!(refused(pear.get()), "this pear is closed");
    assert_eq!(refused(pear.take()), "this pear is closed");
    assert!(pear.peek(|_| ()).is_none());
    assert_eq!(apple.take().ok().unwrap().0, 1);
}

#[test]
fn a_stale_key_never_stands_for_what_came_after() {
    let first = Handle::<Apple>::store(Apple(1));
    let held = first.take().ok().unwrap();
    for i in 0..100 {
        let next = Handle::<Apple>::store(Apple(i));
        assert_ne!(jlong::from(next), jlong::from(first));
        assert_eq!(refused(first.get()), "this apple is closed");
        assert!(first.peek(|_| ()).is_none());
        assert_eq!(refused(first.take()), "this apple is closed");
        assert!(remove(jlong::from(first)).is_none());
        assert_eq!(next.take().ok().unwrap().0, i);
    }
    assert_eq!(held.0, 1); // who took a reference keeps it
}

#[test]
fn a_forged_key_stands_for_nothing() {
    struct Plum; // of this test alone: others store theirs meanwhile
    impl Resource for Plum {
        const NAME: &'static str = "plum";
    }
    let plum = Handle::<Plum>::store(Plum);
    let raw = jlong::from(plum);
    for bit in 0..64 {
        let forged = Handle::<Plum>::from(raw ^ (1 << bit));
        assert_eq!(refused(forged.get()), "this plum is closed", "bit {bit}");
        assert!(forged.peek(|_| ()).is_none());
    }
    for forged in [-1, 1, jlong::MIN, jlong::MAX, u32::MAX.into()] {
        assert!(Handle::<Plum>::from(forged).get().is_err());
        assert!(remove(forged).is_none());
    }
    assert!(plum.take().is_ok());
}

#[test]
fn what_is_taken_lives_as_long_as_somebody_uses_it() {
    struct Counted(#[allow(dead_code)] Arc<()>);
    impl Resource for Counted {
        const NAME: &'static str = "counted";
    }
    let count = Arc::new(());
    let there: Weak<()> = Arc::downgrade(&count);
    let handle = Handle::<Counted>::store(Counted(count));
    let used = handle.get().ok().unwrap();
    drop(remove(jlong::from(handle)));
    assert!(there.upgrade().is_some());
    drop(used);
    assert!(there.upgrade().is_none());
}

#[test]
fn what_is_live_is_counted_by_its_kind_and_its_bytes() {
    struct Melon; // of this test alone: others store theirs meanwhile
    impl Resource for Melon {
        const NAME: &'static str = "melon";
        const KIND: jint = 77;

        fn bytes(&self) -> usize {
            1 << 50
        }
    }
    let apple = Handle::<Apple>::store(Apple(1));
    let melons = [Handle::<Melon>::store(Melon), Handle::<Melon>::store(Melon)];
    assert_eq!(count(Melon::KIND), 2);
    assert!(count(0) >= 3);
    assert_eq!(count(78), 0);
    assert_eq!(all_bytes() >> 50, 2);
    assert_eq!(bytes(melons[0].into()), 1 << 50);
    assert_eq!(bytes(apple.into()), 0);
    assert!(apple.take().is_ok());
    for (left, melon) in melons.into_iter().enumerate() {
        assert_eq!(count(Melon::KIND), 2 - left);
        assert!(melon.take().is_ok());
        assert_eq!(bytes(melon.into()), 0);
    }
    assert_eq!(count(Melon::KIND), 0);
    assert_eq!(all_bytes() >> 50, 0);
}
