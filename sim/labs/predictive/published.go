package predictive

const publishedPoints = 8
