"""A bot made with discord.py, unmodified, for the test beside it.

It prints a line for what it sees, and answers commands in all the ways there are.
"""

import io
import os
import sys

import discord
import yarl
from discord import app_commands

URL = os.environ["DISCORD_URL"]
GUILD = discord.Object(int(os.environ["GUILD_ID"]))

# What the library offers for another address than Discord's.
discord.http.Route.BASE = URL + "/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(URL.replace("http", "ws") + "/gateway/socket")


def say(*words):
    print(*words, flush=True)


class Form(discord.ui.Modal, title="Set-up"):
    zone = discord.ui.TextInput(label="Zone", min_length=3)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"zone {self.zone.value}", ephemeral=True)


class Choice(discord.ui.View):
    @discord.ui.select(
        placeholder="A day",
        custom_id="day",
        options=[discord.SelectOption(label="Monday", value="mon"), discord.SelectOption(label="Friday", value="fri")],
    )
    async def chosen(self, interaction, select):
        await interaction.response.edit_message(content=f"chose {select.values[0]}", view=None)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction, _button):
        await interaction.response.send_modal(Form())
        say("opened")


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        made = await self.tree.sync()
        local = await self.tree.sync(guild=GUILD)
        say("synced", len(made), len(local), (await self.tree.fetch_commands(guild=GUILD))[0].name)

    async def on_ready(self):
        guild = self.guilds[0]
        say("ready", guild.name, *(channel.name for channel in guild.text_channels))

    async def on_resumed(self):
        say("resumed")

    async def on_message(self, message):
        say("message", message.author.name, message.content)

    async def on_message_edit(self, _before, after):
        say("edited", after.content)

    async def on_raw_message_delete(self, _payload):
        say("deleted")

    async def on_guild_channel_create(self, channel):
        say("channel", channel.name)

    async def on_guild_join(self, guild):
        say("joined", guild.name)


bot = Bot()


@bot.tree.command(description="Say it back")
@app_commands.describe(text="What to say")
async def echo(interaction: discord.Interaction, text: str):
    callback = await interaction.response.send_message(text)
    fetched = await interaction.original_response()
    assert fetched.id == callback.message_id and fetched.content == text, fetched
    edited = await interaction.edit_original_response(content=f"{fetched.content}!")
    assert edited.content == text + "!", edited


@echo.autocomplete("text")
async def complete(_interaction: discord.Interaction, current: str):
    return [app_commands.Choice(name=current.upper(), value=current.upper())]


@bot.tree.command(description="Take some time")
async def slow(interaction: discord.Interaction):
    await interaction.response.defer(ephemeral=True, thinking=True)
    first = await interaction.followup.send("first", wait=True)
    more = await interaction.followup.send("second", wait=True, file=discord.File(io.BytesIO(b"1,2"), "table.csv"))
    assert more.attachments[0].filename == "table.csv", more.attachments
    await more.edit(content="second, edited")
    assert (await interaction.followup.fetch_message(more.id)).content == "second, edited"
    say("followed", str(first.id != more.id).lower())


@bot.tree.command(description="Choose")
async def choose(interaction: discord.Interaction):
    await interaction.response.send_message("choose", view=Choice())
    say("shown")


@bot.tree.command(description="Post in the channel")
async def post(interaction: discord.Interaction):
    await interaction.response.defer()
    channel = interaction.channel
    embed = discord.Embed(title="Paper", description="An abstract")
    message = await channel.send("posted", embed=embed, allowed_mentions=discord.AllowedMentions.none())
    await message.edit(content="posted, edited")
    assert (await channel.fetch_message(message.id)).embeds[0].title == "Paper"
    history = [one.content async for one in channel.history(limit=5)]
    assert "posted, edited" in history, history
    thread = await message.create_thread(name="Discuss")
    await thread.send("in the thread")
    await message.delete()
    direct = await interaction.user.send("in private")
    await interaction.edit_original_response(content=f"done {thread.name} {direct.channel.type.name}")


@bot.tree.command(description="Of this server alone", guild=GUILD)
async def local(interaction: discord.Interaction):
    await interaction.response.send_message(f"local in {interaction.guild.name} {interaction.locale.value}")


@bot.tree.context_menu(name="Quote")
async def quote(interaction: discord.Interaction, message: discord.Message):
    await interaction.response.send_message(f"> {message.content}")


@bot.tree.error
async def failed(_interaction, error):
    say("error", repr(error), repr(error.__cause__))


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
sys.exit(0)
