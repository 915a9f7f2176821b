// Text on a terminal: how wide it is, padding, wrapping, colours.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// Columns that UTF-8 text takes on a terminal: 2 for East Asian wide and fullwidth characters, 0
// for combining ones, else 1; ambiguous width counts 1. A byte that is no UTF-8 counts 1.
int DisplayWidth(absl::string_view text);

// `text` with blanks up to `width`; longer text as it is.
std::string PadRight(absl::string_view text, int width);
std::string PadLeft(absl::string_view text, int width);

// Lines of at most `width` columns, broken between any two characters; at least one line. Leading
// blanks, as far as half of `width`, stand before the later lines too. `width` is at least 4.
std::vector<std::string> Wrap(absl::string_view text, int width);

// What is safe to show: control characters (escape sequences of a hostile document) become
// blanks, bytes that are no UTF-8 become U+FFFD.
std::string Printable(absl::string_view text);

// Colours, or none.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}
  // For a file descriptor: on if it is a terminal and NO_COLOR is not set.
  static Paint For(int fd);

  std::string Bold(absl::string_view text) const { return With("1", text); }
  std::string Red(absl::string_view text) const { return With("31", text); }
  std::string Yellow(absl::string_view text) const { return With("33", text); }
  std::string Green(absl::string_view text) const { return With("32", text); }
  std::string Faint(absl::string_view text) const { return With("2", text); }

 private:
  std::string With(absl::string_view code, absl::string_view text) const;

  bool on_;
};

}  // namespace gongkai
