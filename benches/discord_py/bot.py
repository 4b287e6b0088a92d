"""The same /search and daily post as paperboy's, as one would write them with discord.py and
SQLite's FTS5. `paperboy bench --bot` measures it; see compare.py.

It reads papers and subscriptions from paperboy's database, searches with FTS5's bm25(), and posts
the day's papers that contain one of a subscription's topics.
"""

import asyncio
import datetime
import os
import sqlite3
import urllib.parse

import aiohttp
import discord
import yarl
from discord import app_commands

URL = os.environ["PAPERBOY_DISCORD_URL"]
HUB = os.environ["PAPERBOY_HUB_URL"]
DATABASE = os.path.join(os.environ["PAPERBOY_DATA_DIR"], "paperboy.db")
# The bench runs on the day of the papers: how far its clock is ahead of this machine's.
AHEAD = datetime.datetime.fromisoformat(os.environ["BENCH_CLOCK"].replace("Z", "+00:00")).timestamp()
AHEAD -= datetime.datetime.now(datetime.timezone.utc).timestamp()
# Posts on their way at the same time; discord.py itself waits for Discord's limits.
AT_ONCE = 50
SHOWN = 5

# What the library offers for another address than Discord's.
discord.http.Route.BASE = URL + "/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(URL.replace("http", "ws") + "/gateway/socket")


def now():
    return datetime.datetime.now(datetime.timezone.utc).timestamp() + AHEAD


def words(text):
    return ["".join(c for c in word if c.isalnum()) for word in text.split()]


class Papers:
    """An index in memory, as paperboy has one."""

    def __init__(self):
        self.index = sqlite3.connect(":memory:")
        self.index.execute("create virtual table paper using fts5 (id unindexed, title, authors, summary)")
        stored = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
        rows = stored.execute("select id, title, authors, summary from paper")
        self.index.executemany("insert into paper values (?, ?, ?, ?)", rows)
        self.subscriptions = stored.execute(
            """select destination.channel_id, subscription.next_due, subscription.max_papers,
                   group_concat(topic.text, '\n')
               from subscription join destination on destination.id = destination_id
               left join topic on topic.subscription_id = subscription.id and topic.kind = 'wanted'
               where next_due is not null group by subscription.id"""
        ).fetchall()
        stored.close()

    def search(self, query):
        match = " or ".join(f'"{word}"' for word in words(query) if word)
        found = self.index.execute(
            "select id, title, authors from paper where paper match ? order by bm25(paper, 0, 4, 2, 1) limit ?",
            (match, SHOWN),
        )
        return found.fetchall()


class Bot(discord.AutoShardedClient):
    def __init__(self, papers):
        super().__init__(intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False)
        self.papers = papers
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        await self.tree.sync()
        self.posting = asyncio.create_task(self.post_when_due())

    async def post_when_due(self):
        subscriptions = self.papers.subscriptions
        if not subscriptions:
            return
        await asyncio.sleep(max(0, min(due for _, due, _, _ in subscriptions) / 1000 - now()))
        await self.wait_until_ready()
        day = datetime.datetime.fromtimestamp(now(), datetime.timezone.utc).date().isoformat()
        async with aiohttp.ClientSession() as hub, hub.get(f"{HUB}/api/daily_papers?date={day}&limit=100") as answer:
            listed = [entry["paper"] for entry in await answer.json()]
        listed.sort(key=lambda paper: -paper.get("upvotes", 0))
        texts = [(paper, f"{paper['title']} {paper['summary']}".lower()) for paper in listed]
        slots = asyncio.Semaphore(AT_ONCE)

        async def post(channel, topics, most):
            topics = [topic.lower() for topic in (topics or "").split("\n") if topic]
            chosen = [paper for paper, text in texts if not topics or any(topic in text for topic in topics)][:most]
            if not chosen:
                return
            embed = discord.Embed(title=f"Papers of {day}")
            for paper in chosen:
                link = f"https://huggingface.co/papers/{urllib.parse.quote(paper['id'])}"
                embed.add_field(name=paper["title"][:256], value=f"{link}\n▲ {paper.get('upvotes', 0)}", inline=False)
            async with slots:
                await self.get_partial_messageable(channel).send(embed=embed)

        await asyncio.gather(*(post(channel, topics, most) for channel, _, most, topics in subscriptions))


bot = Bot(Papers())


@bot.tree.command(description="Find papers")
@app_commands.describe(query="What to search for")
async def search(interaction: discord.Interaction, query: str):
    embed = discord.Embed(title=f"Results for {query}"[:256])
    for id, title, authors in bot.papers.search(query):
        embed.add_field(name=title[:256], value=f"https://huggingface.co/papers/{id}\n{authors[:200]}", inline=False)
    await interaction.response.send_message(embed=embed)


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
