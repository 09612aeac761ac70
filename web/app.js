// Pages work without this. It adds to the components that have a script of their own, and only those we use.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from './govuk-frontend.min.js'

const used = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
]
used.forEach((component) => createAll(component))

// A map that moves is fetched when somebody asks for it, and not before.
for (const map of document.querySelectorAll('[data-map-move]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary map-move'
  button.textContent = map.dataset.mapMove
  button.addEventListener('click', async () => (await import('./map.js')).turn(map, button))
  map.append(button)
}
