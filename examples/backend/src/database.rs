//! `Database`: the data of the deployment inside this process.

use convex_runtime::{
    PaginationOptions,
    testing::{ConvexError, Thrown, test_id},
};

use crate::{api::tasks, tables};

/// Returns the texts of the tasks that a new deployment of the examples has, oldest first.
pub fn sample_tasks() -> impl Iterator<Item = String> {
    let texts = [
        "Water the plants",
        "Write to Grace",
        "Read the paper on types",
        "Buy tea",
    ];
    let numbered = (1..=12).zip(texts.into_iter().cycle());
    numbered.map(|(number, text)| format!("{text} ({number})"))
}

/// Documents by table, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Database {
    tasks: Vec<tables::tasks::Doc>,
    orders: Vec<tables::orders::Doc>,
    notes: Vec<tables::notes::Doc>,
}

impl Database {
    /// Some tasks to begin with.
    pub(crate) fn with_tasks() -> Self {
        let mut database = Self::default();
        for (number, text) in (1..).zip(sample_tasks()) {
            database.tasks.push(tables::tasks::Doc {
                id: test_id("tasks", number).into(),
                creation_time: f64::from(u32::try_from(number).unwrap_or_default()),
                text,
                done: number % 4 == 0,
            });
        }
        database
    }

    /// A page of tasks, newest first. A cursor is how many tasks are older than those before it.
    pub(crate) fn page(&self, options: &PaginationOptions) -> tasks::ListReturns {
        let position = |cursor: &str| cursor.parse::<usize>().unwrap_or_default();
        let start = options.cursor.as_deref().map_or(self.tasks.len(), position);
        let end = match options.end_cursor.as_ref().and_then(|end| end.as_deref()) {
            Some(end) => position(end),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a number of items"
            )]
            None => start.saturating_sub(options.num_items as usize),
        };
        let start = start.min(self.tasks.len());
        tasks::ListReturns {
            page: self.tasks[end.min(start)..start]
                .iter()
                .rev()
                .cloned()
                .collect(),
            continue_cursor: end.to_string(),
            is_done: end == 0,
            split_cursor: None,
            page_status: None,
        }
    }

    pub(crate) fn add_task(&mut self, text: String) -> Result<tables::tasks::Id, Thrown> {
        if text.trim().is_empty() {
            return Err(ConvexError("Enter a task first.").into());
        }
        let number = self.tasks.len() + 1;
        let id: tables::tasks::Id = test_id("tasks", number).into();
        self.tasks.push(tables::tasks::Doc {
            id: id.clone(),
            creation_time: f64::from(u32::try_from(number)?),
            text,
            done: false,
        });
        Ok(id)
    }

    pub(crate) fn set_done(&mut self, args: &tasks::SetDoneArgs) -> Result<(), Thrown> {
        let task = self.tasks.iter_mut().find(|task| task.id == args.id);
        task.ok_or_else(|| Thrown::error("there is no such task"))?
            .done = args.done;
        Ok(())
    }

    pub(crate) fn orders(&self) -> Vec<tables::orders::Doc> {
        self.orders.iter().rev().cloned().collect()
    }

    pub(crate) fn add_order(&mut self, order: tables::orders::Fields) -> tables::orders::Id {
        let id: tables::orders::Id = test_id("orders", self.orders.len() + 1).into();
        self.orders.push(tables::orders::Doc {
            id: id.clone(),
            creation_time: 0.0,
            item: order.item,
            transaction_id: order.transaction_id,
        });
        id
    }

    pub(crate) fn notes_of(&self, author: &str) -> Vec<tables::notes::Doc> {
        let notes = self.notes.iter().rev();
        notes
            .filter(|note| note.author == author)
            .cloned()
            .collect()
    }

    pub(crate) fn add_note(&mut self, author: String, text: String) -> tables::notes::Id {
        let id: tables::notes::Id = test_id("notes", self.notes.len() + 1).into();
        self.notes.push(tables::notes::Doc {
            id: id.clone(),
            creation_time: 0.0,
            author,
            text,
        });
        id
    }
}

/// A landscape as the URL of an SVG that depends on the prompt alone.
pub(crate) fn picture(prompt: &str) -> String {
    let number = |text: String| {
        text.bytes().fold(2_166_136_261_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
        })
    };
    let hue = number(prompt.to_owned()) % 360;
    let peak = 60 + number(format!("{prompt} peak")) % 120;
    let sun = 60 + number(format!("{prompt} sun")) % 360;
    let (warm, cold, dark) = ((hue + 40) % 360, (hue + 180) % 360, (hue + 200) % 360);
    let (left, right, top) = (peak + 40, peak + 220, peak + 210);
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 480 300'%3E\
         %3Crect width='480' height='300' fill='hsl({hue} 70%25 82%25)'/%3E\
         %3Ccircle cx='{sun}' cy='80' r='36' fill='hsl({warm} 90%25 62%25)'/%3E\
         %3Cpath d='M0 300 L{left} 110 L{right} 300Z' fill='hsl({cold} 35%25 45%25)'/%3E\
         %3Cpath d='M140 300 L{top} 150 L480 300Z' fill='hsl({dark} 35%25 32%25)'/%3E%3C/svg%3E"
    )
}
