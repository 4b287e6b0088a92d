//! Makes the database slow or read-only for as long as a test wants.

use paperboy::app::App;

/// Blocks the writing thread until this is dropped or released.
pub(super) struct Held(std::sync::mpsc::Sender<()>);

impl Held {
    pub(super) async fn writer(app: &App) -> Held {
        let (go, held) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let store = app.store.clone();
        let slow =
            move |_: &rusqlite::Transaction| Ok(begun.send(()).is_ok() && held.recv().is_ok());
        tokio::spawn(async move { store.write(slow).await });
        has_begun.await.expect("the disk is busy");
        Held(go)
    }

    /// Blocks all reading threads, too.
    pub(super) async fn readers(app: &App) -> Vec<Held> {
        let mut all = Vec::new();
        for _ in 0..4 {
            let (go, held) = std::sync::mpsc::channel::<()>();
            let (begun, has_begun) = tokio::sync::oneshot::channel();
            let store = app.store.clone();
            let slow =
                move |_: &rusqlite::Connection| Ok(begun.send(()).is_ok() && held.recv().is_ok());
            tokio::spawn(async move { store.read(slow).await });
            has_begun.await.expect("it reads");
            all.push(Held(go));
        }
        all
    }

    pub(super) fn go_on(self) {
        self.0.send(()).expect("it waits");
    }
}

/// Makes the database refuse new rows, as on a full disk, or accept them again.
pub(super) async fn refuse_writes(app: &App, on: bool) {
    let set = move |tx: &rusqlite::Transaction| {
        for table in ["paper", "subscription", "search"] {
            tx.execute_batch(&match on {
                true => format!(
                    "create trigger full_{table} before insert on {table}
                     begin select raise(abort, 'database or disk is full'); end"
                ),
                false => format!("drop trigger full_{table}"),
            })?;
        }
        Ok(())
    };
    app.store.write(set).await.expect("a setting");
}
