//! The English names of common subjects in the other languages of the bot: topics are matched
//! against papers in English.

use crate::without_accents;

/// English, German, French, Spanish, Japanese, Chinese. A cell can hold several names.
const SUBJECTS: [[&str; 6]; 30] = [
    [
        "machine learning",
        "maschinelles lernen",
        "apprentissage automatique",
        "aprendizaje automático",
        "機械学習",
        "机器学习",
    ],
    [
        "deep learning",
        "tiefes lernen",
        "apprentissage profond",
        "aprendizaje profundo",
        "深層学習|ディープラーニング",
        "深度学习",
    ],
    [
        "reinforcement learning",
        "bestärkendes lernen|verstärkendes lernen",
        "apprentissage par renforcement",
        "aprendizaje por refuerzo",
        "強化学習",
        "强化学习",
    ],
    [
        "large language models",
        "große sprachmodelle|sprachmodelle",
        "grands modèles de langage|modèles de langage",
        "grandes modelos de lenguaje|modelos de lenguaje",
        "大規模言語モデル|言語モデル",
        "大语言模型|大模型|语言模型",
    ],
    [
        "image processing",
        "bildverarbeitung",
        "traitement d'images|traitement d'image",
        "procesamiento de imágenes",
        "画像処理",
        "图像处理",
    ],
    [
        "computer vision",
        "maschinelles sehen|bildverstehen",
        "vision par ordinateur",
        "visión artificial|visión por computador",
        "コンピュータビジョン|コンピュータービジョン",
        "计算机视觉",
    ],
    [
        "image generation",
        "bildgenerierung|bilderzeugung",
        "génération d'images",
        "generación de imágenes",
        "画像生成",
        "图像生成",
    ],
    [
        "video generation",
        "videogenerierung|videoerzeugung",
        "génération de vidéos|génération vidéo",
        "generación de vídeo",
        "動画生成",
        "视频生成",
    ],
    [
        "object detection",
        "objekterkennung",
        "détection d'objets",
        "detección de objetos",
        "物体検出",
        "目标检测",
    ],
    [
        "speech recognition",
        "spracherkennung",
        "reconnaissance vocale|reconnaissance de la parole",
        "reconocimiento de voz",
        "音声認識",
        "语音识别",
    ],
    [
        "speech synthesis",
        "sprachsynthese",
        "synthèse vocale",
        "síntesis de voz",
        "音声合成",
        "语音合成",
    ],
    [
        "machine translation",
        "maschinelle übersetzung",
        "traduction automatique",
        "traducción automática",
        "機械翻訳",
        "机器翻译",
    ],
    [
        "natural language processing",
        "sprachverarbeitung",
        "traitement du langage naturel|traitement automatique des langues",
        "procesamiento del lenguaje natural",
        "自然言語処理",
        "自然语言处理",
    ],
    [
        "robotics",
        "robotik",
        "robotique",
        "robótica",
        "ロボット工学|ロボティクス|ロボット",
        "机器人|机器人学",
    ],
    [
        "autonomous driving",
        "autonomes fahren",
        "conduite autonome",
        "conducción autónoma",
        "自動運転",
        "自动驾驶",
    ],
    [
        "diffusion models",
        "diffusionsmodelle",
        "modèles de diffusion",
        "modelos de difusión",
        "拡散モデル",
        "扩散模型",
    ],
    [
        "neural networks",
        "neuronale netze",
        "réseaux de neurones|réseaux neuronaux",
        "redes neuronales",
        "ニューラルネットワーク",
        "神经网络",
    ],
    [
        "graph neural networks",
        "graphneuronale netze",
        "réseaux de neurones sur graphes",
        "redes neuronales de grafos",
        "グラフニューラルネットワーク",
        "图神经网络",
    ],
    [
        "medical imaging",
        "medizinische bildgebung",
        "imagerie médicale",
        "imagen médica",
        "医用画像",
        "医学影像",
    ],
    [
        "federated learning",
        "föderiertes lernen",
        "apprentissage fédéré",
        "aprendizaje federado",
        "連合学習",
        "联邦学习",
    ],
    [
        "transfer learning",
        "transferlernen",
        "apprentissage par transfert",
        "aprendizaje por transferencia",
        "転移学習",
        "迁移学习",
    ],
    [
        "multimodal models",
        "multimodale modelle",
        "modèles multimodaux",
        "modelos multimodales",
        "マルチモーダルモデル|マルチモーダル",
        "多模态模型|多模态",
    ],
    ["agents", "agenten", "agents autonomes", "agentes", "エージェント", "智能体"],
    ["reasoning", "schlussfolgern", "raisonnement", "razonamiento", "推論", "推理"],
    [
        "knowledge distillation",
        "wissensdestillation",
        "distillation de connaissances",
        "destilación de conocimiento",
        "知識蒸留",
        "知识蒸馏",
    ],
    ["quantization", "quantisierung", "quantification", "cuantización", "量子化", "量化"],
    [
        "AI safety",
        "ki-sicherheit",
        "sûreté de l'ia|sécurité de l'ia",
        "seguridad de la ia",
        "aiの安全性|ai安全性",
        "人工智能安全|ai安全",
    ],
    [
        "recommender systems",
        "empfehlungssysteme",
        "systèmes de recommandation",
        "sistemas de recomendación",
        "推薦システム",
        "推荐系统",
    ],
    ["time series", "zeitreihen", "séries temporelles", "series temporales", "時系列", "时间序列"],
    [
        "code generation",
        "codegenerierung",
        "génération de code",
        "generación de código",
        "コード生成",
        "代码生成",
    ],
];

/// The English name of a subject typed in another language; `None` for anything else.
pub fn in_english(typed: &str) -> Option<&'static str> {
    let typed = without_accents(typed.trim()).replace('’', "'");
    let row = SUBJECTS.iter().find(|row| {
        let names = row.iter().skip(1).flat_map(|cell| cell.split('|'));
        names.map(without_accents).any(|name| name == typed)
    })?;
    row.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_known_in_every_language() {
        for (typed, expected) in [
            ("Bildverarbeitung", Some("image processing")),
            ("強化学習", Some("reinforcement learning")),
            ("大语言模型", Some("large language models")),
            ("Génération d’images", Some("image generation")),
            ("redes neuronales", Some("neural networks")),
            ("vision artificial", Some("computer vision")),
            ("grosse Sprachmodelle", Some("large language models")),
            ("reinforcement learning", None),
            ("", None),
        ] {
            assert_eq!(in_english(typed), expected, "{typed}");
        }
        for [english, ..] in SUBJECTS {
            assert!(english.parse::<crate::Topic>().is_ok(), "{english}");
        }
    }
}
