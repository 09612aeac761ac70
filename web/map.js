// A map that moves under the finger: the drawn map's own shapes, with the marks of the list beside it. Keys: arrows move it,
// + and - bring it closer or away, and Tab goes from mark to mark.
import './leaflet.js'

const L = globalThis.leaflet

/// As many marks as the API gives at once; whoever comes closer sees others.
const MOST = 200
/// A letter of a name, in pixels.
const LETTER = 7
/// The side of a mark, in pixels: marks closer than that are one.
const SIDE = 28
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches

/// A mark is a link that opens as links do; several so close that no finger could part them are a button with their number.
const Mark = L.Icon.extend({
  createIcon() {
    const { issues: [first, ...others], opens } = this.options
    const several = others.length > 0
    const mark = several ? document.createElement('button') : link(first)
    mark.draggable = false
    if (several) {
      mark.type = 'button'
      mark.textContent = others.length + 1
      mark.addEventListener('click', (press) => {
        // A press that reaches the map closes what is open on it.
        press.stopPropagation()
        opens()
      })
    } else {
      mark.append(document.createElement('span'))
    }
    const titles = [first, ...others].map(({ title }) => title).join('; ')
    mark.setAttribute('aria-label', several ? `${mark.textContent}: ${titles}` : titles)
    this._setIconStyles(mark, 'icon')
    const [form, weight] = several ? ['several', 'plain'] : first.mark
    mark.className += ` map-pin map-pin-${form} map-pin-${weight}`
    return mark
  },
  createShadow: () => null,
})

function link({ href, title }) {
  const link = document.createElement('a')
  return Object.assign(link, { href, title })
}

/// Makes the map move, or shows the drawn one again.
export async function turn(element, button) {
  const words = element.dataset
  const drawn = [...element.children].filter((child) => child !== button && !child.matches('.map-moving, .map-says'))
  const own = element.querySelector('.map-moving')
  const says = element.querySelector('.map-says') ?? element.insertBefore(statusLine(), button)
  if (own) {
    own.map.remove()
    own.remove()
    says.remove()
  } else {
    try {
      await dressed()
      const ground = await read(words.mapGround)
      const sheet = document.createElement('div')
      sheet.className = 'map-moving'
      element.prepend(sheet)
      sheet.map = moving(sheet, ground, element.querySelector('svg title').textContent, words, says)
      sheet.focus()
    } catch {
      says.textContent = words.mapFailed
      return
    }
  }
  // The licence of the lines stays in sight.
  for (const child of drawn) if (!child.matches('.map-licence')) child.hidden = !own
  button.textContent = own ? words.mapMove : words.mapStill
}

function statusLine() {
  const says = document.createElement('p')
  says.className = 'govuk-body-s map-says'
  says.setAttribute('role', 'status')
  return says
}

/// The stylesheet, once.
function dressed() {
  if (document.querySelector('link[href$="leaflet.css"]')) return undefined
  const sheet = document.createElement('link')
  sheet.rel = 'stylesheet'
  sheet.href = new URL('leaflet.css', import.meta.url)
  // Before ours, which speaks last.
  document.head.prepend(sheet)
  return new Promise((done, failed) => {
    sheet.addEventListener('load', done)
    sheet.addEventListener('error', failed)
  })
}

async function read(address, signal) {
  const answer = await fetch(address, { signal })
  if (!answer.ok) throw new Error(`${answer.status} from ${address}`)
  return answer.json()
}

function moving(sheet, ground, title, words, says) {
  const map = L.map(sheet, {
    zoomControl: false, zoomSnap: 0.5, zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm, markerZoomAnimation: !calm,
  })
  map.attributionControl.setPrefix(`<a href="${new URL('leaflet-licence.txt', import.meta.url)}">Leaflet</a>`)
  L.control.zoom({ zoomInTitle: words.mapCloser, zoomOutTitle: words.mapFarther }).addTo(map)
  sheet.setAttribute('role', 'group')
  sheet.setAttribute('aria-label', title)

  const places = shapes(map, ground)
  const whole = L.featureGroup(places).getBounds()
  const [west, south, east, north] = words.mapHere.split(',')
  map.setMaxZoom(18).fitBounds(words.mapHere ? [[south, west], [north, east]] : whole)
  map.setMaxBounds(whole.pad(0.5)).setMinZoom(map.getBoundsZoom(whole) - 1)
  named(map, places)
  marked(map, words, says)
  return map
}

/// Places as pale shapes under the outlines of wider ones. Answers the places.
function shapes(map, ground) {
  const places = []
  L.geoJSON(ground, {
    interactive: false,
    style: ({ properties: { outline } }) => ({ className: outline ? 'map-moving-area' : 'map-moving-place', weight: outline ? 2 : 1 }),
    onEachFeature: ({ properties }, layer) => properties.outline || places.push(layer),
  }).addTo(map)
  return places
}

/// A place has its name wherever its shape is as wide as the name is long.
function named(map, places) {
  for (const place of places) {
    // As text: Leaflet takes a string for markup.
    const name = document.createElement('span')
    name.textContent = place.feature.properties.name
    place.bindTooltip(name, { permanent: true, direction: 'center', className: 'map-moving-name', opacity: 1 })
  }
  const fit = () => {
    for (const place of places) {
      const bounds = place.getBounds()
      const width = map.latLngToLayerPoint(bounds.getSouthEast()).x - map.latLngToLayerPoint(bounds.getNorthWest()).x
      place[place.feature.properties.name.length * LETTER < width ? 'openTooltip' : 'closeTooltip']()
    }
  }
  map.on('zoomend', fit)
  fit()
}

/// The marks of the list; where there are more than can be shown, those of what is in sight.
function marked(map, words, says) {
  const list = new URL(words.mapMarks, location)
  const record = (reference) => `${list.pathname.replace(/\.geojson$/, '')}/${reference}`
  const isWhole = !list.searchParams.has('bbox')
  const shown = L.layerGroup().addTo(map)
  let issues = []
  let asking = new AbortController()

  const draw = () => {
    shown.clearLayers()
    for (const { at, members } of together(map, issues)) {
      const icon = new Mark({ issues: members, opens: () => listed(map, at, members), iconSize: [SIDE, SIDE] })
      L.marker(at, { icon, keyboard: false }).addTo(shown)
    }
  }
  const show = async (address) => {
    asking.abort()
    asking = new AbortController()
    try {
      const { features } = await read(address, asking.signal)
      issues = features.filter(({ geometry }) => geometry).map(({ geometry: { coordinates: [lon, lat] }, properties }) => {
        return { at: [lat, lon], href: record(properties.reference), ...properties }
      })
      draw()
      says.textContent = features.length === MOST ? words.mapFirst : ''
      return features.length === MOST
    } catch (fault) {
      if (fault.name !== 'AbortError') says.textContent = words.mapFailed
      return false
    }
  }

  map.on('zoomend', draw)
  list.searchParams.set('limit', MOST)
  show(list).then((more) => {
    if (!more || !isWhole) return
    map.on('moveend', () => {
      list.searchParams.set('bbox', map.getBounds().toBBoxString())
      show(list)
    })
  })
}

/// Issues as marks: each joins the first mark that it would touch, in the list's order.
function together(map, issues) {
  const marks = []
  for (const issue of issues) {
    const spot = map.project(issue.at)
    const near = marks.find((mark) => mark.spot.distanceTo(spot) < SIDE * Math.SQRT2)
    if (near) near.members.push(issue)
    else marks.push({ at: issue.at, spot, members: [issue] })
  }
  return marks
}

/// The issues of one mark, as links. Escape closes them.
function listed(map, at, members) {
  const list = document.createElement('ul')
  for (const issue of members) {
    const item = list.appendChild(document.createElement('li'))
    item.appendChild(link(issue)).textContent = issue.title
  }
  const opened = document.activeElement
  const popup = L.popup({ closeButton: false, maxHeight: 220, autoPan: true }).setLatLng(at).setContent(list).openOn(map)
  list.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    popup.close()
    opened.focus()
  })
  list.querySelector('a').focus()
}
