//! The threads of a run: one reads, some work, one writes, and the caller's watches.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::analyzer::Analyzer;
use crate::corpus::read::{self, CHUNK_BYTES, Format, Packing, Rows, Source};
use crate::corpus::work::{self, Done, Worker};
use crate::corpus::write::Writer;
use crate::corpus::{Job, Progress};
use crate::error::{Error, ErrorKind};

/// How often the caller's `watch` is asked, so that Ctrl-C is answered promptly.
const WATCH_EVERY: Duration = Duration::from_millis(50);

/// How much is worked on and not yet written, in chunks: at most one a thread, so that no more is lost when the run is
/// killed. Small files count as the part of a chunk that they are, or threads would wait for each other at every file.
#[derive(Default)]
struct Unwritten {
    chunks: Mutex<f64>,
    less: Condvar,
}

impl Unwritten {
    /// Waits until there is room; `false` when asked to stop.
    fn add(&self, weight: f64, room: f64, stop: &AtomicBool) -> bool {
        let mut chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        while *chunks + weight > room + 1e-6 {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            chunks = self.less.wait_timeout(chunks, WATCH_EVERY).unwrap_or_else(PoisonError::into_inner).0;
        }
        *chunks += weight;
        true
    }

    fn remove(&self, weight: f64) {
        *self.chunks.lock().unwrap_or_else(PoisonError::into_inner) -= weight;
        self.less.notify_all();
    }
}

/// Stops the run when its thread panics: the others would wait for it for ever.
struct StopOnPanic<'a>(&'a AtomicBool);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        self.0.fetch_or(std::thread::panicking(), Ordering::Relaxed);
    }
}

/// A chunk on its way, or the end of an input file, or that it is not what it was when the run began.
enum Item<T> {
    /// Or why it cannot be had.
    Chunk(Result<T, String>),
    End,
    Changed,
}

/// What passes between threads, in its order.
struct Numbered<T> {
    number: u64,
    source: usize,
    /// How much of a chunk it is.
    weight: f64,
    /// Bytes of all inputs up to its end.
    upto: u64,
    item: Item<T>,
}

/// The threads of a run and what they share.
pub(crate) struct Run<'a> {
    sources: &'a [Source],
    worker: Worker<'a>,
    next: (usize, usize),
    read: Arc<AtomicU64>,
    /// Bytes of input whose results are written.
    done: AtomicU64,
    all_bytes: u64,
    stop: Arc<AtomicBool>,
    written: Mutex<Progress>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer, job: &'a Job, sources: &'a [Source], writer: &Writer) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let done = sources[..writer.next.0].iter().map(|s| s.bytes).sum();
        let run = Run {
            sources,
            worker: Worker { analyzer, job, stop: stop.clone() },
            next: writer.next,
            read: Arc::new(AtomicU64::new(done)),
            done: AtomicU64::new(done),
            all_bytes: sources.iter().map(|s| s.bytes).sum(),
            stop,
            written: Mutex::default(),
        };
        run.note(writer);
        run
    }

    /// One thread reads, some work, one writes; this one watches.
    pub(crate) fn go<'w>(
        &self,
        mut writer: Writer<'w>,
        threads: usize,
        watch: &mut dyn FnMut(Progress) -> Result<(), Error>,
    ) -> Result<Writer<'w>, Error> {
        // A chunk holds a ticket from reading to writing: so many are in memory at most, two of them read ahead.
        let (give_ticket, tickets) = channel();
        (0..threads + 2).for_each(|_| give_ticket.send(()).unwrap_or_default());
        let (send_chunk, chunks) = channel();
        let (send_done, done) = channel();
        let (chunks, unwritten) = (Mutex::new(chunks), Unwritten::default());
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_all(&tickets, &send_chunk));
            for _ in 0..threads {
                let send_done = send_done.clone();
                let next = || {
                    // Under one lock: an earlier chunk never waits for room that a later one has taken.
                    let chunks = chunks.lock().unwrap_or_else(PoisonError::into_inner);
                    let next: Numbered<Rows> = chunks.recv().ok()?;
                    unwritten.add(next.weight, threads as f64, &self.stop).then_some(next)
                };
                scope.spawn(move || self.work_all(next, &send_done));
            }
            drop(send_done);
            let (finished, wait) = channel::<()>();
            let unwritten = &unwritten;
            let writing = scope.spawn(move || {
                let wrote = |weight| {
                    unwritten.remove(weight);
                    // The reader may have come to its end already.
                    give_ticket.send(()).unwrap_or_default();
                };
                let outcome = self.write_all(&mut writer, &done, &wrote);
                self.stop.fetch_or(outcome.is_err(), Ordering::Relaxed);
                drop((finished, give_ticket, done));
                outcome.map(|()| writer)
            });
            let mut outcome = Ok(());
            while wait.recv_timeout(WATCH_EVERY) == Err(RecvTimeoutError::Timeout) {
                if outcome.is_ok() {
                    outcome = watch(self.progress());
                    self.stop.fetch_or(outcome.is_err(), Ordering::Relaxed);
                }
            }
            self.stop.store(true, Ordering::Relaxed);
            let written = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            outcome?;
            let writer = written?;
            watch(self.progress())?;
            Ok(writer)
        })
    }

    fn progress(&self) -> Progress {
        let written = *self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.done.load(Ordering::Relaxed).min(self.all_bytes);
        Progress { bytes, all_bytes: self.all_bytes, ..written }
    }

    fn note(&self, writer: &Writer) {
        let totals = &writer.totals;
        let (documents, accepted, unreadable) = (totals.documents, totals.accepted, totals.unreadable);
        let progress = Progress { documents, accepted, unreadable, ..Progress::default() };
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    /// Waits for a ticket; `false` when asked to stop: then those that are out may never come back.
    fn wait_for(&self, tickets: &Receiver<()>) -> bool {
        loop {
            let ticket = tickets.recv_timeout(WATCH_EVERY);
            if self.stop.load(Ordering::Relaxed) || ticket == Err(RecvTimeoutError::Disconnected) {
                return false;
            }
            if ticket.is_ok() {
                return true;
            }
        }
    }

    fn read_all(&self, tickets: &Receiver<()>, out: &Sender<Numbered<Rows>>) {
        let _guard = StopOnPanic(&self.stop);
        let mut number = 0;
        let mut send = |source, weight, item| {
            let next = Numbered { number, source, weight, upto: self.read.load(Ordering::Relaxed), item };
            number += 1;
            self.wait_for(tickets) && out.send(next).is_ok()
        };
        let mut before: u64 = self.sources[..self.next.0].iter().map(|s| s.bytes).sum();
        for (index, source) in self.sources.iter().enumerate().skip(self.next.0) {
            let skip = if index == self.next.0 { self.next.1 } else { 0 };
            let plain = source.packing == Packing::Plain && source.format != Format::Parquet;
            let unpacked = source.bytes as f64 * if plain { 1.0 } else { 8.0 };
            let weight = (unpacked / CHUNK_BYTES as f64).min(1.0);
            // The chunks of an earlier attempt are read again, which costs little beside the work on them.
            let chunks = match read::open(source, &self.worker.job.column, self.read.clone()) {
                Ok(chunks) => chunks,
                Err(reason) => Box::new(std::iter::once(Err(reason))),
            };
            for chunk in chunks.skip(skip) {
                // A disk that went away is no fault of the file: the run stops, and can go on when it is back.
                let lost = chunk.is_err() && source.changed();
                if !send(index, weight, if lost { Item::Changed } else { Item::Chunk(chunk) }) || lost {
                    return;
                }
            }
            if source.changed() {
                send(index, 0.0, Item::Changed);
                return;
            }
            before += source.bytes;
            self.read.store(before, Ordering::Relaxed);
            if !send(index, 0.0, Item::End) {
                return;
            }
        }
    }

    fn work_all(&self, next: impl Fn() -> Option<Numbered<Rows>>, out: &Sender<Numbered<Done>>) {
        let _guard = StopOnPanic(&self.stop);
        while let Some(Numbered { number, source, weight, upto, item }) = next() {
            let item = match item {
                Item::End => Item::End,
                Item::Changed => Item::Changed,
                Item::Chunk(rows) => match self.work(&self.sources[source], rows) {
                    Some(done) => Item::Chunk(done),
                    None => return,
                },
            };
            if out.send(Numbered { number, source, weight, upto, item }).is_err() {
                return;
            }
        }
    }

    /// What became of a chunk, or of what could not be read of it; `None` when asked to stop.
    fn work(&self, source: &Source, rows: Result<Rows, String>) -> Option<Result<Done, String>> {
        match rows.map(|rows| self.worker.work(source, rows)) {
            Ok(Ok(done)) => done.map(Ok),
            Ok(Err(e)) => Some(Err(format!("cannot compress for {}: {e}", source.name))),
            Err(reason) => {
                let mut done = Done::default();
                work::unreadable(source, None, &reason, None, &mut done);
                Some(Ok(done))
            }
        }
    }

    /// Writes what comes, in order, until it ends or something fails.
    fn write_all(
        &self,
        writer: &mut Writer,
        done: &Receiver<Numbered<Done>>,
        wrote: &dyn Fn(f64),
    ) -> Result<(), Error> {
        let mut early = BTreeMap::new();
        let mut next = 0;
        for item in done {
            early.insert(item.number, item);
            while let Some(Numbered { source, weight, upto, item, .. }) = early.remove(&next) {
                match item {
                    Item::Chunk(chunk) => writer.chunk(chunk.map_err(|reason| Error::new(ErrorKind::File, reason))?)?,
                    Item::End => writer.end_source()?,
                    Item::Changed => return Err(changed(&self.sources[source])),
                }
                self.done.store(upto, Ordering::Relaxed);
                self.note(writer);
                next += 1;
                wrote(weight);
            }
        }
        Ok(())
    }
}

fn changed(source: &Source) -> Error {
    let message = format!(
        "{} vanished or changed while it was read; what is done is kept, and --resume goes on when it is as it was",
        source.path.display()
    );
    Error::new(ErrorKind::File, message)
}
