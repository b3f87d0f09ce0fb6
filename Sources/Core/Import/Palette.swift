// Colours for segments: white text stands on each at 4.5:1 or more (RG-081), and neighbours differ in hue.

/// The colours that new segments are given, in turn.
enum Palette {
    static func colour(_ index: Int) -> String { colours[index % colours.count] }

    static let colours = [
        "#1f5fa8", "#a8471f", "#1f7a4d", "#7a2f8f", "#8a6100", "#0f7285", "#a32a55", "#4b5d16", "#4a4fb5",
        "#8c4a2f",
        "#2f6b6b", "#6b4a6e",
    ]
}
