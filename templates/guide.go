package templates

// lesson is the preset's, as its page reads it; "" for none.
func (m *Lab) lesson() string {
	if m.Preset == nil || m.Preset.Lesson == nil {
		return ""
	}
	return encode(m.Preset.Lesson)
}

// lessonKey is what a browser keeps the lesson's place under.
func (m *Lab) lessonKey() string {
	if m.Preset == nil {
		return ""
	}
	return m.Lab.Name + "/" + m.Preset.Name
}

// home is the address of the preset as it is, without what a link has changed.
func (m *Lab) home() string {
	if m.Preset == nil {
		return "/labs/" + m.Lab.Name
	}
	return presetLink(m.Lab, m.View, m.Preset)
}

// beats are the steps of a preset's lesson as the page writes them.
func (m *Lab) beats() (list []Part) {
	if m.Preset == nil || m.Preset.Lesson == nil {
		return nil
	}
	for _, b := range m.Preset.Lesson.Beats {
		list = append(list, Part{b.Title, linked(b.Say)})
	}
	return list
}
