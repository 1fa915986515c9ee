//! Trees on a real file system: every test makes its own directory, does something
//! there and asks what was told. The kernel queues events before the call that
//! causes them returns, so nothing here waits.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use ta_watch::{Change, MAX_DIRECTORIES, More, Tree, WatchError};

/// Everything told so far, as `name+renamed~changed`.
fn told(tree: &mut Tree) -> Vec<String> {
    let mut lines = Vec::new();
    // Bounded: nobody else changes anything here.
    for _ in 0..1000 {
        let mut report = |change: Change| {
            let name = change
                .name
                .map_or("?".into(), |name| name.into_string().expect("plain names"));
            let renamed = if change.renamed { "+" } else { "" };
            let changed = if change.changed { "~" } else { "" };
            lines.push(format!("{name}{renamed}{changed}"));
        };
        if tree.read(&mut report).expect("the watch works") == More::No {
            return lines;
        }
    }
    panic!("the kernel has always more to say");
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines.dedup();
    lines
}

fn recursive(root: &Path) -> Tree {
    Tree::open(root, true).expect("it can be watched")
}

#[test]
fn a_directory_tells_of_its_entries_by_their_names() {
    let root = tempfile::tempdir().expect("room");
    let mut tree = Tree::open(root.path(), false).expect("it can be watched");
    fs::write(root.path().join("a"), "1").expect("room");
    fs::rename(root.path().join("a"), root.path().join("b")).expect("it is there");
    fs::remove_file(root.path().join("b")).expect("it is there");
    assert_eq!(told(&mut tree), ["a+", "a~", "a+", "b+", "b+"]);
    assert_eq!(told(&mut tree), [] as [&str; 0]);
}

#[test]
fn a_directory_that_is_not_watched_recursively_tells_nothing_of_what_is_below() {
    let root = tempfile::tempdir().expect("room");
    fs::create_dir(root.path().join("below")).expect("room");
    let mut tree = Tree::open(root.path(), false).expect("it can be watched");
    fs::write(root.path().join("below/a"), "1").expect("room");
    assert_eq!(told(&mut tree), [] as [&str; 0]);
}

#[test]
fn a_file_tells_of_itself_only_also_when_it_is_replaced() {
    let root = tempfile::tempdir().expect("room");
    let file = root.path().join("file");
    fs::write(&file, "1").expect("room");
    let mut tree = Tree::open(&file, false).expect("it can be watched");
    fs::write(root.path().join("other"), "1").expect("room");
    fs::rename(root.path().join("other"), &file).expect("it is there");
    fs::write(&file, "12").expect("room");
    let lines = told(&mut tree);
    assert_eq!(sorted(lines), ["file+", "file~"]);
}

#[test]
fn a_file_behind_a_symbolic_link_goes_by_the_name_of_the_link() {
    let root = tempfile::tempdir().expect("room");
    let elsewhere = tempfile::tempdir().expect("room");
    let file = elsewhere.path().join("file");
    fs::write(&file, "1").expect("room");
    symlink(&file, root.path().join("link")).expect("room");
    let mut tree = Tree::open(&root.path().join("link"), false).expect("it can be watched");
    fs::write(&file, "12").expect("room");
    assert_eq!(sorted(told(&mut tree)), ["link~"]);
}

#[test]
fn what_does_not_exist_cannot_be_watched() {
    let root = tempfile::tempdir().expect("room");
    let missing = root.path().join("missing");
    match Tree::open(&missing, true) {
        Err(WatchError::Path { path, source }) => {
            assert_eq!(path, missing);
            assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tree_tells_of_everything_below_by_its_path() {
    let root = tempfile::tempdir().expect("room");
    fs::create_dir_all(root.path().join("a/b")).expect("room");
    let mut tree = recursive(root.path());
    fs::write(root.path().join("a/b/file"), "").expect("room");
    fs::write(root.path().join("top"), "").expect("room");
    assert_eq!(told(&mut tree), ["a/b/file+", "top+"]);
}

#[test]
fn a_new_directory_is_watched_and_what_is_in_it_already_is_told_once() {
    let root = tempfile::tempdir().expect("room");
    let mut tree = recursive(root.path());
    // All before the tree has a chance to look.
    fs::create_dir_all(root.path().join("new/deep")).expect("room");
    fs::write(root.path().join("new/deep/early"), "").expect("room");
    let lines = told(&mut tree);
    assert_eq!(
        sorted(lines.clone()),
        ["new+", "new/deep+", "new/deep/early+"]
    );
    assert_eq!(lines.len(), 3);
    fs::write(root.path().join("new/deep/late"), "").expect("room");
    assert_eq!(told(&mut tree), ["new/deep/late+"]);
}

#[test]
fn a_directory_that_was_removed_and_made_again_is_watched_again() {
    let root = tempfile::tempdir().expect("room");
    fs::create_dir(root.path().join("a")).expect("room");
    let mut tree = recursive(root.path());
    for _ in 0..3 {
        fs::remove_dir_all(root.path().join("a")).expect("it is there");
        fs::create_dir(root.path().join("a")).expect("room");
        assert_eq!(sorted(told(&mut tree)), ["a+"]);
        fs::write(root.path().join("a/file"), "").expect("room");
        assert_eq!(told(&mut tree), ["a/file+"]);
        fs::remove_file(root.path().join("a/file")).expect("it is there");
        assert_eq!(told(&mut tree), ["a/file+"]);
    }
}

#[test]
fn a_directory_that_moves_within_the_tree_is_told_of_under_its_new_path() {
    let root = tempfile::tempdir().expect("room");
    fs::create_dir_all(root.path().join("a/deep")).expect("room");
    fs::write(root.path().join("a/deep/old"), "").expect("room");
    let mut tree = recursive(root.path());
    fs::rename(root.path().join("a"), root.path().join("b")).expect("it is there");
    fs::write(root.path().join("b/deep/file"), "").expect("room");
    assert_eq!(told(&mut tree), ["a+", "b+", "b/deep/file+"]);
}

#[test]
fn a_directory_that_leaves_the_tree_is_told_of_no_more() {
    let root = tempfile::tempdir().expect("room");
    let elsewhere = tempfile::tempdir().expect("room");
    fs::create_dir_all(root.path().join("a/deep")).expect("room");
    let mut tree = recursive(root.path());
    fs::rename(root.path().join("a"), elsewhere.path().join("a")).expect("one file system");
    assert_eq!(told(&mut tree), ["a+"]);
    fs::write(elsewhere.path().join("a/deep/file"), "").expect("room");
    assert_eq!(told(&mut tree), [] as [&str; 0]);
}

#[test]
fn a_directory_that_comes_into_the_tree_is_watched_with_all_it_has() {
    let root = tempfile::tempdir().expect("room");
    let elsewhere = tempfile::tempdir().expect("room");
    fs::create_dir_all(elsewhere.path().join("a/deep")).expect("room");
    let mut tree = recursive(root.path());
    fs::rename(elsewhere.path().join("a"), root.path().join("a")).expect("one file system");
    assert_eq!(sorted(told(&mut tree)), ["a+", "a/deep+"]);
    fs::write(root.path().join("a/deep/file"), "").expect("room");
    assert_eq!(told(&mut tree), ["a/deep/file+"]);
}

#[test]
fn symbolic_links_to_directories_are_not_followed() {
    let root = tempfile::tempdir().expect("room");
    let elsewhere = tempfile::tempdir().expect("room");
    symlink(elsewhere.path(), root.path().join("early")).expect("room");
    let mut tree = recursive(root.path());
    symlink(elsewhere.path(), root.path().join("late")).expect("room");
    fs::write(elsewhere.path().join("file"), "").expect("room");
    assert_eq!(told(&mut tree), ["late+"]);
}

#[test]
fn a_link_in_a_circle_ends() {
    let root = tempfile::tempdir().expect("room");
    symlink(root.path(), root.path().join("circle")).expect("room");
    let mut tree = recursive(root.path());
    fs::write(root.path().join("file"), "").expect("room");
    assert_eq!(told(&mut tree), ["file+"]);
}

#[test]
fn the_end_of_the_root_is_told() {
    let root = tempfile::tempdir().expect("room");
    let watched = root.path().join("watched");
    fs::create_dir(&watched).expect("room");
    let mut tree = recursive(&watched);
    fs::remove_dir(&watched).expect("it is there");
    assert_eq!(sorted(told(&mut tree)), ["?+"]);
}

#[test]
fn one_directory_too_many_is_refused() {
    // In memory where there is such a place: disks are slow with that many.
    let root = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("room");
    // The root counts as well.
    for number in 1..MAX_DIRECTORIES {
        fs::create_dir(root.path().join(number.to_string())).expect("room");
    }
    let mut tree = match Tree::open(root.path(), true) {
        Ok(tree) => tree,
        // The system's own limit is lower: nothing to see here.
        Err(WatchError::Path { source, .. })
            if source.kind() == std::io::ErrorKind::StorageFull =>
        {
            return;
        }
        Err(error) => panic!("{error}"),
    };
    fs::create_dir(root.path().join("one more")).expect("room");
    assert_eq!(told(&mut tree), ["one more+", "?+~"]);
    drop(tree);
    assert!(matches!(
        Tree::open(root.path(), true),
        Err(WatchError::TooManyDirectories)
    ));
}
