#include "engine/wording.h"

#include <array>
#include <string>
#include <vector>

#include "text/digest.h"

namespace smsflow {

std::string_view built_in_text(BuiltInText text, std::string_view language) {
  static constexpr auto kEnglish = std::to_array<std::string_view>({
      "{brand}: you are unsubscribed and will get no more texts from us. Reply START to get them "
      "again.",
      "{brand}: you are unsubscribed and will get no more texts from us. If you meant your "
      "booking, "
      "our team will look into it. Reply START to get texts again.",
      "{brand}: you will get texts from us again. Reply HELP for help or STOP to end.",
      "{brand}: someone from our team will text you back. Reply STOP to end these texts.",
      "Thanks, we've got your message. Someone from {brand} will reply shortly.",
      "Thanks, we've got your message. {brand} is closed right now; we will reply when we are "
      "back, "
      "{back}.",
      "Thanks for your reply. What we asked about has changed since, so nothing was booked or "
      "cancelled. Someone from {brand} will get back to you.",
      "Thanks for your reply. It came after we could act on it by text, so someone from {brand} "
      "will get back to you.",
  });
  static constexpr auto kSpanish = std::to_array<std::string_view>({
      "{brand}: se ha dado de baja y no recibirá más mensajes nuestros. Responda START para volver "
      "a recibirlos.",
      "{brand}: se ha dado de baja y no recibirá más mensajes. Si se refería a su cita, nuestro "
      "equipo lo revisará. Responda START para volver a recibirlos.",
      "{brand}: volverá a recibir nuestros mensajes. Responda HELP para ayuda o STOP para la baja.",
      "{brand}: alguien de nuestro equipo le responderá. Responda STOP para la baja.",
      "Gracias, recibimos su mensaje. Alguien de {brand} le responderá en breve.",
      "Gracias, recibimos su mensaje. {brand} está cerrado ahora; responderemos al volver, {back}.",
      "Gracias por su respuesta. Lo que le preguntamos ha cambiado, así que no se reservó ni se "
      "canceló nada. Alguien de {brand} le responderá.",
      "Gracias por su respuesta. Llegó tarde para atenderla por mensaje; alguien de {brand} le "
      "responderá.",
  });
  const auto index = static_cast<std::size_t>(text);
  return language == "es" ? kSpanish.at(index) : kEnglish.at(index);
}

const Wording* choose_wording(const Say& say, std::string_view language, std::string_view unit) {
  if (say.wordings.empty()) return nullptr;
  std::string_view wanted = say.wordings.front().language;
  for (std::string_view candidate : {std::string_view("en"), language}) {
    for (const Wording& wording : say.wordings) {
      if (wording.language == candidate) wanted = candidate;
    }
  }
  std::vector<const Wording*> candidates;
  std::uint64_t total = 0;
  for (const Wording& wording : say.wordings) {
    if (wording.language != wanted) continue;
    candidates.push_back(&wording);
    total += static_cast<std::uint64_t>(wording.weight);
  }
  if (candidates.size() == 1 || total == 0) return candidates.front();
  std::uint64_t point = hash64(std::string("variant\x1f") + std::string(unit)) % total;
  for (const Wording* wording : candidates) {
    const auto weight = static_cast<std::uint64_t>(wording->weight);
    if (point < weight) return wording;
    point -= weight;
  }
  return candidates.back();
}

}  // namespace smsflow
