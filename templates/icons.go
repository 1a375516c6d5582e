package templates

import "github.com/a-h/templ"

// icon is a drawing of 16 by 16 in the colour of the text around it.
func icon(name string) templ.Component {
	return templ.Raw(`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + icons[name] + `</svg>`)
}

const stroke = `fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"`

var icons = map[string]string{
	"play":     `<path fill="currentColor" d="M4.500 2.700v10.600c0 .6.600.9 1.100.6l8-5.300c.4-.3.4-.9 0-1.200l-8-5.300c-.5-.3-1.100 0-1.100.6z"/>`,
	"pause":    `<path fill="currentColor" d="M4 2.500h2.700v11H4zM9.300 2.500H12v11H9.300z"/>`,
	"step":     `<path fill="currentColor" d="M4 3.200v9.600L10.500 8z"/><path ` + stroke + ` d="M12.200 3.500v9"/>`,
	"step10":   `<path fill="currentColor" d="M2 3.500v9L7.500 8zM7.500 3.500v9L13 8z"/><path ` + stroke + ` d="M14.200 3.700v8.600"/>`,
	"back":     `<path fill="currentColor" d="M12 3.200v9.600L5.500 8z"/><path ` + stroke + ` d="M3.800 3.500v9"/>`,
	"back10":   `<path fill="currentColor" d="M14 3.500v9L8.500 8zM8.500 3.500v9L3 8z"/><path ` + stroke + ` d="M1.800 3.700v8.600"/>`,
	"reset":    `<path ` + stroke + ` d="M3.200 6A5.300 5.300 0 1 1 2.700 9M3 2.500V6h3.500"/>`,
	"replay":   `<path ` + stroke + ` d="M3.200 6A5.300 5.300 0 1 1 2.700 9M3 2.500V6h3.500"/><path fill="currentColor" d="M6.700 5.800v4.400L10.200 8z"/>`,
	"seed":     `<rect ` + stroke + ` x="2.500" y="2.500" width="11" height="11" rx="2.500"/><g fill="currentColor"><circle cx="5.500" cy="5.500" r="1.100"/><circle cx="10.500" cy="5.500" r="1.100"/><circle cx="8" cy="8" r="1.100"/><circle cx="5.500" cy="10.500" r="1.100"/><circle cx="10.500" cy="10.500" r="1.100"/></g>`,
	"undo":     `<path ` + stroke + ` d="M5.500 3 2.500 6l3 3M2.800 6h6.400a3.800 3.800 0 0 1 0 7.500H6"/>`,
	"defaults": `<path ` + stroke + ` d="M2.500 5h5M11 5h2.500M2.500 11H5M8.500 11h5"/><circle ` + stroke + ` cx="9.200" cy="5" r="1.700"/><circle ` + stroke + ` cx="6.700" cy="11" r="1.700"/>`,
	"add":      `<path ` + stroke + ` d="M8 3v10M3 8h10"/>`,
	"dots":     `<g fill="currentColor"><circle cx="3.500" cy="8" r="1.300"/><circle cx="8" cy="8" r="1.300"/><circle cx="12.500" cy="8" r="1.300"/></g>`,
	"theme":    `<circle ` + stroke + ` cx="8" cy="8" r="5.500"/><path fill="currentColor" d="M8 2.500a5.500 5.500 0 0 1 0 11z"/>`,
	"down":     `<path ` + stroke + ` d="m4.500 6.500 3.500 3.500 3.500-3.500"/>`,
	"close":    `<path ` + stroke + ` d="m4 4 8 8M12 4l-8 8"/>`,
	"print":    `<path ` + stroke + ` d="M4.500 6V2.500h7V6M4.500 11.500h-2V6.500h11v5h-2M4.500 9.500h7v4h-7z"/>`,
	"share":    `<path ` + stroke + ` d="M8 9.500v-7M5.300 5 8 2.300 10.700 5M4.500 7.500H3v6h10v-6h-1.500"/>`,
	"stage":    `<path ` + stroke + ` d="M2.200 3h11.600v7.500H2.200zM8 10.500v2.700M5.500 13.500h5"/>`,
	"restart":  `<path ` + stroke + ` d="M3.200 6A5.300 5.300 0 1 1 2.700 9M3 2.500V6h3.500"/>`,
}
