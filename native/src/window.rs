//! Makes something of parts of frames on the threads of polars, a few at a time, and hands it to the calling
//! thread in order. The threads go on from part to part while the caller does something else.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use polars::prelude::DataFrame;
use polars_core::runtime::RAYON;

use crate::jvm::error::catch_panic;
use crate::jvm::{Error, Result, stack};

/// How many bytes of parts are begun and not taken, beside the few that always are.
const AHEAD: usize = 16 << 20;

/// What makes one thing after the other, with a tool that one thread has at a time.
pub trait Make: Send + Sync + 'static {
    type Tool: Send;
    /// What is told of a part.
    type Note: Send;
    type Made: Send;

    /// How deep the types nest.
    fn depth(&self) -> usize;

    fn tool(&self) -> Result<Self::Tool>;

    fn make(&self, tool: &mut Self::Tool, part: &mut Part<Self::Note>) -> Result<Self::Made>;
}

impl<K: Make> Make for Arc<K> {
    type Tool = K::Tool;
    type Note = K::Note;
    type Made = K::Made;

    fn depth(&self) -> usize {
        K::depth(self)
    }

    fn tool(&self) -> Result<K::Tool> {
        K::tool(self)
    }

    fn make(&self, tool: &mut K::Tool, part: &mut Part<K::Note>) -> Result<K::Made> {
        K::make(self, tool, part)
    }
}

/// Rows of a frame that are made something of at once.
pub struct Part<N> {
    pub rows: DataFrame,
    pub note: N,
}

/// What became of a part.
pub struct Done<K: Make> {
    pub made: Result<K::Made>,
    pub note: K::Note,
    pub rows: usize,
    /// The number of its frame.
    pub frame: usize,
    bytes: usize,
}

/// A frame of which not all parts are begun.
struct Waiting<N> {
    parts: Box<dyn Iterator<Item = Part<N>> + Send>,
    frame: usize,
    row_bytes: usize,
}

struct State<K: Make> {
    maker: Arc<K>,
    /// How often the maker changed: tools of an earlier one are of no use.
    age: usize,
    idle: Vec<K::Tool>,
    waiting: VecDeque<Waiting<K::Note>>,
    /// What became of the parts that are begun and not taken, in order; `None` where they are under way.
    begun: VecDeque<Option<Done<K>>>,
    /// How many were taken.
    taken: usize,
    /// The bytes of those that are begun.
    bytes: usize,
    least: usize,
    ahead: usize,
    running: usize,
    stopped: bool,
}

struct Shared<K: Make> {
    state: Mutex<State<K>>,
    changed: Condvar,
}

impl<K: Make> Shared<K> {
    fn lock(&self) -> MutexGuard<'_, State<K>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<K>>) -> MutexGuard<'a, State<K>> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Parts under way. None is once this is dropped.
pub struct Window<K: Make> {
    shared: Arc<Shared<K>>,
    backlog: usize,
}

impl<K: Make> Window<K> {
    /// `least` parts may be under way whatever they hold; where frame follows frame, more.
    pub fn new(maker: K, least: usize) -> Self {
        let state = State {
            maker: Arc::new(maker),
            age: 0,
            idle: Vec::new(),
            waiting: VecDeque::new(),
            begun: VecDeque::new(),
            taken: 0,
            bytes: 0,
            least,
            ahead: 0,
            running: 0,
            stopped: false,
        };
        let shared = Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
        };
        Self {
            shared: Arc::new(shared),
            backlog: 0,
        }
    }

    /// Takes another maker for the parts that are not begun.
    pub fn replace(&mut self, maker: K) {
        let mut state = self.shared.lock();
        state.maker = Arc::new(maker);
        state.age += 1;
        state.idle.clear();
    }

    /// Takes the parts of a frame, after those of the frames before. `frame` is its number, `bytes` what it
    /// holds.
    pub fn append(
        &mut self,
        parts: impl Iterator<Item = Part<K::Note>> + Send + 'static,
        frame: usize,
        rows: usize,
        bytes: usize,
    ) {
        let row_bytes = bytes.div_ceil(rows.max(1));
        self.backlog += row_bytes * rows;
        let mut state = self.shared.lock();
        if frame > 0 {
            state.ahead = AHEAD;
        }
        state.waiting.push_back(Waiting {
            parts: Box::new(parts),
            frame,
            row_bytes,
        });
        begin(&self.shared, &mut state);
    }

    /// The bytes of what was appended and not taken, by an estimate.
    pub fn backlog(&self) -> usize {
        self.backlog
    }

    pub fn is_empty(&self) -> bool {
        let state = self.shared.lock();
        state.begun.is_empty() && state.waiting.is_empty()
    }

    /// Whether [`Self::next`] does not wait.
    pub fn is_ready(&self) -> bool {
        let state = self.shared.lock();
        state.begun.front().is_none_or(Option::is_some)
    }

    /// What became of the next part; `None` after the last one.
    pub fn next(&mut self) -> Option<Done<K>> {
        let mut state = self.shared.lock();
        while matches!(state.begun.front(), Some(None)) {
            state = self.shared.wait(state);
        }
        let done = state.begun.pop_front()??;
        state.taken += 1;
        state.bytes -= done.bytes;
        self.backlog = self.backlog.saturating_sub(done.bytes);
        begin(&self.shared, &mut state);
        Some(done)
    }

    /// Gives something back to a tool that is not in use.
    pub fn recycle(&mut self, give: impl FnOnce(&mut K::Tool)) {
        if let Some(tool) = self.shared.lock().idle.last_mut() {
            give(tool);
        }
    }
}

impl<K: Make> Drop for Window<K> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.stopped = true;
        let waiting = std::mem::take(&mut state.waiting);
        while state.running > 0 {
            state = self.shared.wait(state);
        }
        drop(state);
        drop(waiting);
    }
}

/// Begins as many parts as there is room for.
fn begin<K: Make>(shared: &Arc<Shared<K>>, state: &mut State<K>) {
    while !state.stopped && (state.begun.len() < state.least || state.bytes < state.ahead) {
        let Some(waiting) = state.waiting.front_mut() else {
            return;
        };
        let Some(part) = waiting.parts.next() else {
            state.waiting.pop_front();
            continue;
        };
        let (frame, bytes) = (waiting.frame, waiting.row_bytes * part.rows.height());
        let place = state.taken + state.begun.len();
        state.begun.push_back(None);
        state.bytes += bytes;
        state.running += 1;
        let (maker, age, tool) = (state.maker.clone(), state.age, state.idle.pop());
        let shared = shared.clone();
        RAYON.spawn(move || work(&shared, &maker, age, tool, part, (place, frame, bytes)));
    }
}

/// Makes what one part is to become, and begins the next one.
fn work<K: Make>(
    shared: &Arc<Shared<K>>,
    maker: &K,
    age: usize,
    mut tool: Option<K::Tool>,
    mut part: Part<K::Note>,
    (place, frame, bytes): (usize, usize, usize),
) {
    let rows = part.rows.height();
    let made = catch_panic(|| {
        if shared.lock().stopped {
            return Err(Error::State("the writing has failed".into())); // nobody will see it
        }
        let tool = match &mut tool {
            Some(tool) => tool,
            none => none.insert(maker.tool()?),
        };
        stack::with_depth(maker.depth(), || maker.make(tool, &mut part))
    });
    let Part { rows: gone, note } = part;
    drop(gone); // before anybody hears of it
    let mut state = shared.lock();
    let place = place - state.taken;
    state.begun[place] = Some(Done {
        made,
        note,
        rows,
        frame,
        bytes,
    });
    if age == state.age {
        state.idle.extend(tool.take());
    }
    begin(shared, &mut state);
    state.running -= 1;
    shared.changed.notify_all();
}
