// A bot made with discord.js, unmodified, for the test of the same name.
//
// It prints a line for what it sees, and answers commands in all the ways there are.

const {
  ActionRowBuilder, ApplicationCommandType, AttachmentBuilder, ButtonBuilder, ButtonStyle, Client, EmbedBuilder, Events,
  GatewayIntentBits, MessageFlags, ModalBuilder, SlashCommandBuilder, ContextMenuCommandBuilder,
  StringSelectMenuBuilder, TextInputBuilder, TextInputStyle,
} = require("discord.js");

const guildId = process.env.GUILD_ID;
const say = (...words) => console.log(words.join(" "));
const expect = (condition, what) => {
  if (!condition) throw new Error(what);
};

// What the library offers for another address than Discord's.
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api: `${process.env.DISCORD_URL}/api` },
});

const commands = {
  async echo(interaction) {
    const text = interaction.options.getString("text");
    const sent = await interaction.reply({ content: text, withResponse: true });
    const fetched = await interaction.fetchReply();
    expect(fetched.id === sent.resource.message.id && fetched.content === text, "the reply");
    const edited = await interaction.editReply(`${fetched.content}!`);
    expect(edited.content === `${text}!`, "the edited reply");
  },

  async slow(interaction) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const first = await interaction.editReply("first");
    const files = [new AttachmentBuilder(Buffer.from("1,2"), { name: "table.csv" })];
    const more = await interaction.followUp({ content: "second", files, flags: MessageFlags.Ephemeral });
    expect(more.attachments.first().name === "table.csv", "the attachment");
    await interaction.editReply({ message: more, content: "second, edited" });
    expect((await interaction.fetchReply(more.id)).content === "second, edited", "the follow-up");
    await interaction.deleteReply(more);
    say("followed", first.id !== more.id);
  },

  async choose(interaction) {
    const day = new StringSelectMenuBuilder().setCustomId("day").setPlaceholder("A day")
      .addOptions({ label: "Monday", value: "mon" }, { label: "Friday", value: "fri" });
    const form = new ButtonBuilder().setCustomId("form").setLabel("Form").setStyle(ButtonStyle.Primary);
    const components = [new ActionRowBuilder().addComponents(day), new ActionRowBuilder().addComponents(form)];
    await interaction.reply({ content: "choose", components });
    say("shown");
  },

  async post(interaction) {
    await interaction.deferReply();
    const channel = interaction.channel;
    const embeds = [new EmbedBuilder().setTitle("Paper").setDescription("An abstract")];
    const message = await channel.send({ content: "posted", embeds, allowedMentions: { parse: [] } });
    await message.edit("posted, edited");
    expect((await channel.messages.fetch({ message: message.id, force: true })).embeds[0].title === "Paper", "the embed");
    const history = await channel.messages.fetch({ limit: 5 });
    expect(history.some(({ content }) => content === "posted, edited"), "the history");
    const thread = await message.startThread({ name: "Discuss" });
    await thread.send("in the thread");
    await message.delete();
    const direct = await interaction.user.send("in private");
    await interaction.editReply(`done ${thread.name} ${direct.channel.isDMBased() ? "private" : "public"}`);
  },

  async local(interaction) {
    await interaction.reply(`local in ${interaction.guild.name} ${interaction.locale}`);
  },

  async Quote(interaction) {
    await interaction.reply(`> ${interaction.targetMessage.content}`);
  },
};

async function handle(interaction) {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toUpperCase();
    await interaction.respond([{ name: typed, value: typed }]);
  } else if (interaction.isCommand()) {
    await commands[interaction.commandName](interaction);
  } else if (interaction.isStringSelectMenu()) {
    await interaction.update({ content: `chose ${interaction.values[0]}`, components: [] });
  } else if (interaction.isButton()) {
    const zone = new TextInputBuilder().setCustomId("zone").setLabel("Zone").setStyle(TextInputStyle.Short).setMinLength(3);
    const modal = new ModalBuilder().setCustomId("set-up").setTitle("Set-up");
    await interaction.showModal(modal.addComponents(new ActionRowBuilder().addComponents(zone)));
    say("opened");
  } else if (interaction.isModalSubmit()) {
    await interaction.reply({ content: `zone ${interaction.fields.getTextInputValue("zone")}`, flags: MessageFlags.Ephemeral });
  }
}

client.once(Events.ClientReady, async () => {
  const described = (name, description) => new SlashCommandBuilder().setName(name).setDescription(description);
  const made = await client.application.commands.set([
    described("echo", "Say it back").addStringOption((option) =>
      option.setName("text").setDescription("What to say").setRequired(true).setAutocomplete(true)),
    described("slow", "Take some time"),
    described("choose", "Choose"),
    described("post", "Post in the channel"),
    new ContextMenuCommandBuilder().setName("Quote").setType(ApplicationCommandType.Message),
  ]);
  const guild = client.guilds.cache.get(guildId);
  await guild.commands.set([described("local", "Of this server alone")]);
  const local = await guild.commands.fetch();
  say("synced", made.size, local.size, local.first().name);
  say("ready", guild.name, ...guild.channels.cache.map(({ name }) => name));
});
client.on(Events.InteractionCreate, (interaction) => handle(interaction).catch((error) => say("error", error.stack.replaceAll("\n", " "))));
client.on(Events.ShardResume, () => say("resumed"));
client.on(Events.MessageCreate, ({ author, content }) => say("message", author.username, content));
client.on(Events.MessageUpdate, (_before, after) => say("edited", after.content));
client.on(Events.MessageDelete, () => say("deleted"));
client.on(Events.ChannelCreate, ({ name }) => say("channel", name));
client.on(Events.GuildCreate, ({ name }) => say("joined", name));
client.on(Events.Error, (error) => say("error", error.message));

client.login(process.env.DISCORD_TOKEN).catch((error) => say("error", error.message));
