// Styles of the component library that only these screens use.
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import "@mantine/core/styles/Radio.css";
import "@mantine/core/styles/Combobox.css";
