//! Many documents on an own thread pool; order kept.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, ErrorKind};

/// How often the caller's `watch` is asked, so that Ctrl-C is answered promptly.
const WATCH_EVERY: Duration = Duration::from_millis(50);

/// Bytes of texts that are worthwhile to take apart together: twice as many gain a twentieth more at most, and hold up
/// Ctrl-C, which is asked about between groups; a quarter as many gain half as much.
pub const TOGETHER: usize = 1 << 18;

/// Neighbours to take apart together with [`Analyzer::analyze_all`](crate::Analyzer::analyze_all): as many as have no
/// more than `most` bytes, given the bytes of each; a larger one stands alone.
#[must_use]
pub fn groups(bytes: impl IntoIterator<Item = usize>, most: usize) -> Vec<Range<usize>> {
    let (mut groups, mut all) = (Vec::<Range<usize>>::new(), 0);
    for (i, bytes) in bytes.into_iter().enumerate() {
        all += bytes;
        match groups.last_mut().filter(|_| all <= most) {
            Some(group) => group.end = i + 1,
            None => {
                groups.push(i..i + 1);
                all = bytes;
            }
        }
    }
    groups
}

/// The pools made so far, by process id and number of threads. A forked child inherits pools whose threads exist only
/// in its parent: it never uses them (nor drops them, which would wait for those threads) but makes its own.
static POOLS: Mutex<Vec<(u32, usize, Arc<ThreadPool>)>> = Mutex::new(Vec::new());

/// More threads than any machine has use for; a mistyped number must not fill its memory with stacks.
const MOST_THREADS: usize = 1024;

/// How many threads work where a caller asks for so many; `None`: as many as there are cores.
///
/// # Errors
/// None at all, or far too many.
pub fn threads(asked: Option<usize>) -> Result<usize, Error> {
    match asked {
        None => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
        Some(threads @ 1..=MOST_THREADS) => Ok(threads),
        Some(other) => {
            let message = format!("threads is {other}: give 1 to {MOST_THREADS}, or leave it out to use every core");
            Err(Error::new(ErrorKind::Option, message))
        }
    }
}

/// The pool of this process with so many threads; `None`: as many as there are cores.
///
/// # Errors
/// The system refuses to start the threads, or their number is out of range.
pub fn pool(threads: Option<usize>) -> Result<Arc<ThreadPool>, Error> {
    let threads = self::threads(threads)?;
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((.., pool)) = pools.iter().find(|p| (p.0, p.1) == (process, threads)) {
        return Ok(pool.clone());
    }
    let built = ThreadPoolBuilder::new().num_threads(threads).thread_name(|i| format!("textmend-{i}")).build();
    let failed = |e| Error::new(ErrorKind::Option, format!("cannot start {threads} threads")).with_source(e);
    let pool = Arc::new(built.map_err(failed)?);
    pools.push((process, threads, pool.clone()));
    Ok(pool)
}

/// `work` done on every item, on the pool with so many threads; results in the order of the items.
///
/// While it goes on, `watch` is called on the caller's thread every 50 ms, and once at the end, with the number of
/// items done. When it returns an error, items not yet begun are left out and that error is returned.
///
/// # Errors
/// Those of `watch`, and of [`pool`].
pub fn map<T, R>(
    items: &[T],
    threads: Option<usize>,
    work: impl Fn(&T) -> R + Sync,
    watch: &mut dyn FnMut(usize) -> Result<(), Error>,
) -> Result<Vec<R>, Error>
where
    T: Sync,
    R: Send,
{
    let pool = pool(threads)?;
    let (done, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let one = |item: &T| {
        (!stop.load(Ordering::Relaxed)).then(|| {
            let result = work(item);
            done.fetch_add(1, Ordering::Relaxed);
            result
        })
    };
    let mut outcome = Ok(());
    let results: Option<Vec<R>> = std::thread::scope(|scope| {
        let (finished, wait) = channel::<()>();
        let worker = scope.spawn(|| {
            let results = pool.install(|| items.par_iter().map(one).collect());
            drop(finished);
            results
        });
        while wait.recv_timeout(WATCH_EVERY) == Err(RecvTimeoutError::Timeout) {
            if outcome.is_ok() {
                outcome = watch(done.load(Ordering::Relaxed));
                stop.store(outcome.is_err(), Ordering::Relaxed);
            }
        }
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    outcome?;
    watch(done.load(Ordering::Relaxed))?;
    results.ok_or_else(|| Error::new(ErrorKind::Interrupted, "stopped before the last item"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_no_more_than_their_bytes() {
        assert_eq!(groups([3, 4, 3, 1, 90, 0, 10], 10), [0..3, 3..4, 4..5, 5..7]);
        assert_eq!(groups([1; 3], 0), [0..1, 1..2, 2..3]);
        assert!(groups(None, 10).is_empty());
    }

    #[test]
    fn order_is_kept_at_any_number_of_threads() {
        let items: Vec<usize> = (0..1000).collect();
        for threads in [None, Some(1), Some(3)] {
            let squares = map(&items, threads, |i| i * i, &mut |_| Ok(())).expect("no error");
            assert!(squares.iter().enumerate().all(|(i, s)| *s == i * i));
        }
        for threads in [0, 100_000_000] {
            let error = map(&items, Some(threads), |i| *i, &mut |_| Ok(())).expect_err("out of range");
            assert!(error.to_string().starts_with(&format!("threads is {threads}: give 1 to 1024")));
        }
    }

    #[test]
    fn an_error_of_the_watcher_ends_it_early() {
        let items: Vec<usize> = (0..10_000).collect();
        let slow = |_: &usize| std::thread::sleep(Duration::from_millis(1));
        let mut seen = 0;
        let mut watch = |done: usize| {
            seen = done;
            Err(Error::new(ErrorKind::Interrupted, "enough"))
        };
        let error = map(&items, Some(2), slow, &mut watch).expect_err("interrupted");
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert!(seen < items.len());
    }
}
