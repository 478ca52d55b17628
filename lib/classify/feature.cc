#include "classify/feature.h"

#include <algorithm>
#include <bit>

#include "classify/feature_hash.h"
#include "classify/feature_question.h"
#include "classify/feature_text.h"

namespace smsflow {
namespace {

constexpr std::size_t kMinLetters = 2;
constexpr std::size_t kMaxLetters = 5;
constexpr std::size_t kMaxWordBytes = 24;  // a longer word counts by its head
constexpr std::size_t kMaxPhraseWords = 6;
constexpr auto kLetters = static_cast<std::size_t>(FeatureGroup::kLetters);

struct Word {
  std::string_view text;
  std::uint64_t hash = 0;
  std::uint64_t classes = 0;  // of phrases that begin here
  std::uint64_t within = 0;   // of phrases that it is part of
};

// The words of a text in one spelling, with the classes of the phrases that begin at each.
std::vector<Word> one_spelling(const ReadText& text, const Lexicon& lexicon) {
  std::vector<Word> words;
  words.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view word = text.word(i);
    const std::uint64_t hash = text.hash(i);
    const Lexicon::Entry* entry = lexicon.find(hash);
    if (entry == nullptr || entry->canonical.empty()) {
      words.push_back({word, hash});
      continue;
    }
    for (std::string_view rest = entry->canonical; !rest.empty();) {
      const std::string_view part = rest.substr(0, rest.find('_'));
      rest.remove_prefix(std::min(part.size() + 1, rest.size()));
      words.push_back({part, feature_hash(kFeatureSeed, part)});
    }
  }
  return words;
}

void find_classes(std::vector<Word>& words, const Lexicon& lexicon) {
  std::size_t claimed = 0;
  for (std::size_t begin = 0; begin < words.size(); ++begin) {
    std::uint64_t key = words[begin].hash;
    for (std::size_t i = begin;;) {
      const Lexicon::Entry* entry = lexicon.find(key);
      if (entry == nullptr) break;
      // Within a phrase a word means what the phrase means: "all i need" asks for nothing.
      if (entry->classes != 0 && i + 1 > claimed) {
        words[begin].classes |= entry->classes & ~lexicon.unweighed();
        for (std::size_t at = begin; at <= i; ++at) words[at].within |= entry->classes;
        if (i > begin) claimed = i + 1;
      }
      if (!entry->begins_phrase || ++i >= words.size() || i - begin >= kMaxPhraseWords) break;
      key = feature_hash(feature_hash(key, ' '), words[i].text);
    }
  }
}

class FeatureReader {
 public:
  explicit FeatureReader(const FeatureSettings& settings)
      : lexicon_(settings.lexicon),
        bits_(settings.row_bits),
        common_(settings.with_names ? nullptr : settings.common),
        with_names_(settings.with_names) {}

  Features read(std::string_view text, std::string_view context) {
    const ReadText reply(text);
    const ReadText asked(context);
    std::vector<Word> words = one_spelling(reply, lexicon_);
    find_classes(words, lexicon_);
    std::vector<Word> question = one_spelling(asked, lexicon_);
    find_classes(question, lexicon_);
    add_words(words);
    add_letters(reply);
    add_meaning(words);
    add_shape(reply, words.size());
    add_question(asked, question, words, reply.has_digits(), reply.asks());
    return std::move(features_);
  }

 private:
  template <class Name>
  void add(FeatureGroup group, std::uint64_t hash, Name&& name) {
    const auto at = static_cast<std::size_t>(group);
    features_.rows[at].push_back(feature_row(hash, bits_));
    if (with_names_) features_.names[at].push_back(name());
  }

  void add_words(const std::vector<Word>& words) {
    constexpr std::uint64_t kWord = 0x01;
    constexpr std::uint64_t kPair = 0x02;
    features_.rows[0].reserve(2 * words.size() + 2);
    features_.words.reserve(words.size());
    features_.senses.reserve(words.size());
    features_.rows[static_cast<std::size_t>(FeatureGroup::kMeaning)].reserve(64);
    const Word edge{"|", feature_hash(kFeatureSeed, '|')};
    const Word* previous = &edge;
    for (const Word& word : words) {
      add(FeatureGroup::kWords, feature_hash(word.hash, kWord),
          [&] { return "word:" + std::string(word.text); });
      features_.words.push_back(features_.rows[0].back());
      features_.senses.push_back(word.within);
      add_pair(*previous, word, kPair);
      previous = &word;
    }
    if (!words.empty()) add_pair(*previous, edge, kPair);
  }

  void add_pair(const Word& left, const Word& right, std::uint64_t kind) {
    add(FeatureGroup::kWords, feature_hash(feature_hash(left.hash, right.hash), kind),
        [&] { return "words:" + std::string(left.text) + " " + std::string(right.text); });
  }

  void add_letters(const ReadText& text) {
    features_.common.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      const CommonWord* common = common_ == nullptr ? nullptr : common_->find(text.hash(i));
      if (common != nullptr) {
        features_.common.push_back(common);
      } else {
        add_letters(text.word(i));
      }
    }
  }

  void add_letters(std::string_view word) {
    std::array<char, kMaxWordBytes + 2> padded;
    const std::size_t size = std::min(word.size(), kMaxWordBytes) + 2;
    padded[0] = '<';
    std::copy_n(word.data(), size - 2, padded.data() + 1);
    padded[size - 1] = '>';
    constexpr std::uint64_t kLettersSeed = kFeatureSeed ^ 0x5BD1E995;
    std::vector<std::uint32_t>& rows = features_.rows[kLetters];
    for (std::size_t begin = 0; begin + kMinLetters <= size; ++begin) {
      std::uint64_t hash = feature_hash(kLettersSeed, padded[begin]);
      const std::size_t end = std::min(begin + kMaxLetters, size);
      for (std::size_t i = begin + 1; i < end; ++i) {
        hash = feature_hash(hash, padded[i]);
        rows.push_back(feature_row(hash, bits_));
        if (with_names_) name_letters({padded.data() + begin, i + 1 - begin});
      }
    }
  }

  void name_letters(std::string_view letters) {
    features_.names[kLetters].push_back("letters:" + std::string(letters));
  }

  std::string class_names(std::uint64_t classes) const {
    std::string names;
    for (; classes != 0; classes &= classes - 1) {
      names +=
          (names.empty() ? "" : "+") + std::string(lexicon_.classes()[std::countr_zero(classes)]);
    }
    return names;
  }

  void add_classes(std::uint64_t classes, std::uint64_t kind, const char* prefix) {
    for (std::uint64_t rest = classes; rest != 0; rest &= rest - 1) {
      const std::uint64_t bit = rest & ~(rest - 1);
      add(FeatureGroup::kMeaning, feature_hash(feature_hash(kFeatureSeed, bit), kind),
          [&] { return prefix + class_names(bit); });
    }
  }

  void add_meaning(const std::vector<Word>& words) {
    std::uint64_t last = 0;
    for (const Word& word : words) {
      classes_ |= word.classes;
      if (word.classes == 0) continue;
      if (last != 0) {
        add(FeatureGroup::kMeaning,
            feature_hash(feature_hash(last, word.classes), std::uint64_t{0x11}),
            [&] { return "order:" + class_names(last) + " > " + class_names(word.classes); });
      }
      last = word.classes;
    }
    add_classes(classes_, 0x12, "class:");
    if (!words.empty()) {
      first_ = words[0].classes;
      add_classes(first_, 0x13, "first:");
      add_classes(words.back().classes, 0x14, "last:");
    }
    for (std::uint64_t rest = classes_; rest != 0; rest &= rest - 1) {
      const std::uint64_t bit = rest & ~(rest - 1);
      for (std::uint64_t others = rest & (rest - 1); others != 0; others &= others - 1) {
        const std::uint64_t other = others & ~(others - 1);
        add(FeatureGroup::kMeaning, feature_hash(feature_hash(bit, other), std::uint64_t{0x15}),
            [&] { return "both:" + class_names(bit | other); });
      }
    }
  }

  void add_flag(const char* flag) {
    add(FeatureGroup::kMeaning, feature_hash(kFeatureSeed ^ 0x16, std::string_view(flag)),
        [&] { return std::string(flag); });
  }

  void add_shape(const ReadText& reply, std::size_t words) {
    add_flag(words == 0    ? "size:0"
             : words == 1  ? "size:1"
             : words <= 3  ? "size:3"
             : words <= 6  ? "size:6"
             : words <= 12 ? "size:12"
             : words <= 25 ? "size:25"
                           : "size:more");
    if (reply.asks()) add_flag("mark:?");
    if (reply.exclaims()) add_flag("mark:!");
    if (reply.shouts()) add_flag("capitals");
    if (reply.has_digits()) add_flag("digits");
    if (classes_ == 0) add_flag("class:none");
  }

  void add_question(const ReadText& asked, const std::vector<Word>& question,
                    const std::vector<Word>& words, bool reply_digits, bool reply_asks) {
    std::string joined;
    joined.reserve(kModelTextBytes / 10);
    joined = ' ';
    for (const Word& word : question) (joined += word.text) += ' ';
    const QuestionKind kind = question_kind(joined, asked.asks());
    const auto kind_part = static_cast<std::uint64_t>(kind);
    const std::string_view kind_name = name(kind);
    add(FeatureGroup::kMeaning, feature_hash(kFeatureSeed ^ 0x17, kind_part),
        [&] { return "question:" + std::string(kind_name); });
    features_.question = kind;
    features_.asks = reply_asks;
    features_.has_context = kind != QuestionKind::kNone;
    if (!features_.has_context) return;
    for (std::uint64_t rest = classes_; rest != 0; rest &= rest - 1) {
      const std::uint64_t bit = rest & ~(rest - 1);
      const std::uint64_t where = (first_ & bit) != 0 ? 0x19 : 0x18;
      add(FeatureGroup::kMeaning, feature_hash(feature_hash(bit, kind_part), where),
          [&] { return "question:" + std::string(kind_name) + " class:" + class_names(bit); });
    }
    if (classes_ == 0) {
      add(FeatureGroup::kMeaning, feature_hash(kFeatureSeed ^ 0x1A, kind_part),
          [&] { return "question:" + std::string(kind_name) + " class:none"; });
    }
    const auto add_with = [&](std::uint64_t what, std::uint64_t value, const auto& shown) {
      add(FeatureGroup::kMeaning, feature_hash(feature_hash(kFeatureSeed ^ what, kind_part), value),
          [&] { return "question:" + std::string(kind_name) + " " + shown(); });
    };
    if (!words.empty()) {
      add_with(0x1C, words[0].hash, [&] { return "begins:" + std::string(words[0].text); });
    }
    const std::uint64_t size = std::bit_width(words.size());
    add_with(0x1D, size, [&] { return "words:" + std::to_string(words.size()); });
    if (reply_digits) add_with(0x1E, 0, [] { return std::string("digits"); });
    if (reply_asks) add_with(0x1E, 1, [] { return std::string("asks"); });
    add_taken_up(question, words, kind_part, kind_name);
  }

  // "No, Friday" after "Thursday, right?" brings a new word; "Thursday is right" takes one up.
  void add_taken_up(const std::vector<Word>& question, const std::vector<Word>& words,
                    std::uint64_t kind, std::string_view kind_name) {
    std::uint64_t fresh = 0;
    std::uint64_t taken = 0;
    for (const Word& word : words) {
      if (word.text.size() < 4 && word.classes == 0) continue;
      const bool old = std::any_of(question.begin(), question.end(),
                                   [&](const Word& q) { return q.hash == word.hash; });
      ++(old ? taken : fresh);
    }
    const std::uint64_t code =
        std::min<std::uint64_t>(taken, 2) * 4 + std::min<std::uint64_t>(fresh, 3);
    add(FeatureGroup::kMeaning, feature_hash(feature_hash(kFeatureSeed ^ 0x1B, kind), code), [&] {
      return "question:" + std::string(kind_name) + " taken-up:" + std::to_string(taken) +
             " new:" + std::to_string(fresh);
    });
  }

  const Lexicon& lexicon_;
  const int bits_;
  const CommonWords* common_;
  const bool with_names_;
  Features features_;
  std::uint64_t classes_ = 0;  // of the whole reply
  std::uint64_t first_ = 0;    // of its first word
};

}  // namespace

Features read_features(std::string_view text, std::string_view context,
                       const FeatureSettings& settings) {
  return FeatureReader(settings).read(text, context);
}

}  // namespace smsflow
