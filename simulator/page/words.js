// The words that Discord's client puts around messages, in the user's language.

import { user } from "./state.js";

export const locale = () => user()?.locale ?? "en-US";

const WORDS = {
  "en-US": { used: "used", private: "Only you can see this", dismiss: "Dismiss message", edited: "(edited)", cancel: "Cancel", submit: "Submit", thinking: "is thinking…", type: (name) => `Type / for ${name}’s commands`, today: (time) => `Today at ${time}`, yesterday: (time) => `Yesterday at ${time}`, language: "Language", hints: "Try" },
  de: { used: "hat verwendet:", private: "Nur du kannst das sehen", dismiss: "Nachricht ausblenden", edited: "(bearbeitet)", cancel: "Abbrechen", submit: "Absenden", thinking: "denkt nach …", type: (name) => `/ zeigt die Befehle von ${name}`, today: (time) => `Heute um ${time}`, yesterday: (time) => `Gestern um ${time}`, language: "Sprache", hints: "Beispiele" },
  fr: { used: "a utilisé", private: "Toi seul peux voir ceci", dismiss: "Masquer le message", edited: "(modifié)", cancel: "Annuler", submit: "Envoyer", thinking: "réfléchit…", type: (name) => `/ pour les commandes de ${name}`, today: (time) => `Aujourd'hui à ${time}`, yesterday: (time) => `Hier à ${time}`, language: "Langue", hints: "Exemples" },
  "es-ES": { used: "ha usado", private: "Solo tú puedes ver esto", dismiss: "Descartar mensaje", edited: "(editado)", cancel: "Cancelar", submit: "Enviar", thinking: "está pensando…", type: (name) => `/ para los comandos de ${name}`, today: (time) => `Hoy a las ${time}`, yesterday: (time) => `Ayer a las ${time}`, language: "Idioma", hints: "Ejemplos" },
  ja: { used: "が使用：", private: "あなただけに表示されています", dismiss: "メッセージを閉じる", edited: "（編集済み）", cancel: "キャンセル", submit: "送信", thinking: "が考え中…", type: (name) => `/ で ${name} のコマンドを表示`, today: (time) => `今日 ${time}`, yesterday: (time) => `昨日 ${time}`, language: "言語", hints: "例" },
  "zh-CN": { used: "使用了", private: "仅你可见", dismiss: "忽略此消息", edited: "（已编辑）", cancel: "取消", submit: "提交", thinking: "正在思考…", type: (name) => `输入 / 查看 ${name} 的命令`, today: (time) => `今天 ${time}`, yesterday: (time) => `昨天 ${time}`, language: "语言", hints: "示例" },
};

export const words = () => WORDS[locale()] ?? WORDS["en-US"];
