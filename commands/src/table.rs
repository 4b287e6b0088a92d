//! The table of commands. A new command is a file in this crate, a file in the bot's
//! `app/commands/`, and a line here; everything else follows from its declaration.

/// Hands the table to another macro: commands of one word, then those of two by their first.
///
/// Each line is the name of a module, which is also the word that people type, and the name of its
/// variant in [`Request`](crate::Request).
#[macro_export]
macro_rules! each_command {
    ($callback:ident) => {
        $callback! {
            {
                search => Search,
                today => Today,
                paper => Paper,
                similar => Similar,
                help => Help,
                about => About,
                setup => Setup,
                preview => Preview,
                why => Why,
                status => Status,
            }
            {
                subscription {
                    add => SubscriptionAdd,
                    edit => SubscriptionEdit,
                    list => SubscriptionList,
                    pause => SubscriptionPause,
                    resume => SubscriptionResume,
                    copy => SubscriptionCopy,
                    remove => SubscriptionRemove,
                }
                server {
                    set => ServerSet,
                    audit => ServerAudit,
                }
                config {
                    export => ConfigExport,
                    import => ConfigImport,
                }
            }
        }
    };
}
